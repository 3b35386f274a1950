using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Configuration;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>
/// <c>flag.set</c>: gives a feature flag the content that it had; the inverse of <c>flag.off</c>. With that content already, its
/// plan changes nothing and succeeds, so that an undo may be repeated.
/// </summary>
internal sealed class SetFlag(ArmGateway arm) : FlagChange(arm)
{
    /// <summary>Name of the action.</summary>
    public const string ActionName = "flag.set";

    /// <summary>What must be there now.</summary>
    public static readonly ActionParameter From =
        new("from", ActionParameterType.Text, Required: false, "The content that it must have now: when somebody changed it meanwhile, a person decides.");

    private static readonly ActionParameter Content = new(Value, ActionParameterType.Text, Required: true, "The content: JSON text of a feature flag.");

    /// <summary>What lint knows about it.</summary>
    public static ActionDescriptor Description { get; } = Describe(ActionName, Content, From);

    /// <inheritdoc/>
    public override ActionDescriptor Descriptor => Description;

    /// <inheritdoc/>
    protected override string? Wrong(JsonObject with) =>
        base.Wrong(with) ?? (Given.Text(with, Content) is { } value && FeatureFlag.IsOn(value) is null ? "'value' is no content of a feature flag: JSON with 'enabled'." : null);

    /// <inheritdoc/>
    protected override (string? Value, string? Refusal) Decide(JsonObject with, FeatureFlag seen)
    {
        var value = Text(with, Value);
        return Given.Text(with, From) is { } from && seen.Value != from && seen.Value != value
            ? (null, $"The flag {Text(with, Flag.Name)} of {seen.StoreName} is not as this incident left it; somebody else changed it.")
            : (value, null);
    }
}
