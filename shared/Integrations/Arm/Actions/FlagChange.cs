using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Azure.Core;
using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Configuration;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>
/// What turning a feature flag off and restoring it share: an absolute value under the ETag of a fresh read. Everything of the
/// flag but that value stays as it is.
/// </summary>
internal abstract partial class FlagChange(ArmGateway arm) : TargetAction<FeatureFlag>(arm)
{
    /// <summary>Name of the flag.</summary>
    protected static readonly ActionParameter Flag = new("flag", ActionParameterType.Text, Required: true, "Name of the feature flag.");

    /// <summary>Label of the flag.</summary>
    protected static readonly ActionParameter Label = new("label", ActionParameterType.Text, Required: false, "Its label; absent: none.");

    /// <summary>The value to reach.</summary>
    protected const string Value = "value";

    private readonly FeatureFlags _flags = new(arm);

    /// <summary>Describes a change of a flag.</summary>
    protected static ActionDescriptor Describe(string name, params IReadOnlyList<ActionParameter> parameters) => new()
    {
        Name = name,
        ResourceType = FeatureFlag.StoreType,
        Parameters = [Flag, Label, .. parameters],
        Permissions =
        [
            "Microsoft.AppConfiguration/configurationStores/read",
            "Microsoft.Authorization/locks/read",
            "Microsoft.Resources/tags/read",
        ],
        DataPermissions =
        [
            "Microsoft.AppConfiguration/configurationStores/keyValues/read",
            "Microsoft.AppConfiguration/configurationStores/keyValues/write",
        ],
        Reversibility = Reversibility.Reversible,
        ChangesCount = false,
    };

    /// <inheritdoc/>
    protected override string? Wrong(JsonObject with) =>
        Given.Text(with, Flag) is { } flag && !Shape().IsMatch(flag) ? $"'{flag}' is no name of a feature flag."
        : Given.Text(with, Label) is { } label && !Shape().IsMatch(label) ? $"'{label}' is no label."
        : null;

    /// <inheritdoc/>
    protected override Task<FeatureFlag> ReadAsync(ResourceIdentifier id, JsonObject with, CancellationToken cancellationToken) =>
        _flags.ReadAsync(id, Text(with, Flag.Name), Given.Text(with, Label), cancellationToken);

    /// <inheritdoc/>
    protected override Task<PlanResult> DecideAsync(ResourceIdentifier id, PlanRequest request, FeatureFlag seen, CancellationToken cancellationToken)
    {
        var name = Text(request.With, Flag.Name);
        var (value, refusal) = !seen.ContentType.StartsWith(FeatureFlag.Media, StringComparison.OrdinalIgnoreCase) || FeatureFlag.IsOn(seen.Value) is null
            ? (null, $"What {seen.StoreName} keeps as {name} is no feature flag.")
            : Decide(request.With, seen);
        refusal ??= seen.Locked && value != seen.Value ? $"The flag {name} of {seen.StoreName} is locked: somebody made it read-only." : null;
        return Task.FromResult(refusal is null ? PlanResult.Of(Plan(id, request.With, seen, value!)) : PlanResult.Refused(refusal));
    }

    /// <summary>The value to reach, or why there is none.</summary>
    protected abstract (string? Value, string? Refusal) Decide(JsonObject with, FeatureFlag seen);

    /// <inheritdoc/>
    protected override Sight Look(ActionPlan plan, FeatureFlag seen)
    {
        var text = $"The flag {plan.Parameters[Flag.Name]} of {seen.StoreName} is {Word(seen.Value)}.";
        return seen.Identity != plan.Target.Identity ? new Sight(Standing.Replaced, $"{seen.StoreName} is another store of the same name.")
            : seen.Value == Text(plan.Parameters, Value) ? new Sight(Standing.AtTarget, text)
            : seen.Value == Text(plan.Preconditions, Value) && seen.ContentType == Text(plan.Preconditions, "contentType") ? new Sight(Standing.AsPlanned, text)
            : new Sight(Standing.Different, $"{text} Its content is not what was planned for.");
    }

    /// <inheritdoc/>
    protected override Task<ArmReply> SendAsync(ActionPlan plan, FeatureFlag seen, Guid requestId, CancellationToken cancellationToken) =>
        _flags.SendAsync(seen, Text(plan.Parameters, Value), requestId, cancellationToken);

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, string> Tags(FeatureFlag seen) => seen.StoreTags;

    private static string Word(string value) => FeatureFlag.IsOn(value) switch { true => "on", false => "off", _ => "unknown" };

    private static JsonObject Named(JsonObject with) =>
        new(with.Where(p => p.Key is "flag" or "label").Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));

    private ActionPlan Plan(ResourceIdentifier id, JsonObject with, FeatureFlag seen, string value)
    {
        var name = Text(with, Flag.Name);
        var (parameters, back) = (Named(with), Named(with));
        parameters[Value] = value;
        back[Value] = seen.Value;
        back[SetFlag.From.Name] = value;
        var conditions = (JsonNode.Parse(seen.Value)?["conditions"]?["client_filters"] as JsonArray)?.Count ?? 0;
        return new ActionPlan
        {
            Action = Descriptor.Name,
            Target = Named(id, seen.Identity, seen.StoreName),
            Parameters = parameters,
            Preconditions = new JsonObject { [Value] = seen.Value, ["contentType"] = seen.ContentType },
            Before = Seen(("flag", name), ("state", Word(seen.Value))),
            After = Seen(("flag", name), ("state", Word(value))),
            Reversibility = Reversibility.Reversible,
            Inverse = new ActionInverse(SetFlag.ActionName, back, $"Restore the flag {name} of {seen.StoreName} as it was ({Word(seen.Value)})."),
            Summary = value == seen.Value
                ? $"The flag {name} of {seen.StoreName} is so already ({Word(value)}); nothing changes."
                : $"Turn the flag {name} of {seen.StoreName} {Word(value)}{(conditions > 0 ? $"; its {conditions} filter(s) stay for later" : string.Empty)}. Apps see it when they refresh their configuration, usually within a minute.",
            ByHand = Command(seen, with, value),
            UndoByHand = Command(seen, with, seen.Value),
            CostPerHourDelta = 0,
        };
    }

    private static string Command(FeatureFlag seen, JsonObject with, string value)
    {
        var label = Given.Text(with, Label) is { } given ? $" --label {ShellQuote.Of(given)}" : string.Empty;
        return AzCommand.With(
            "az appconfig kv set --auth-mode login --yes",
            ("name", seen.StoreName),
            ("key", FeatureFlag.KeyOf(Text(with, Flag.Name))),
            ("content-type", seen.ContentType),
            ("value", value)) + label;
    }

    // The service forbids only "%", and "." and ".." alone; what we act on is named in plain words.
    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9 _.:/-]{0,126}\z", RegexOptions.None, 1000)]
    private static partial Regex Shape();
}
