using System.Globalization;
using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Services;
using OpsAutomation.Integrations.Arm.Actions;
using OpsAutomation.Integrations.Graph;

namespace OpsAutomation.Integrations.Credentials;

/// <summary>
/// <c>app.revoke-secret</c>: removes a secret of an Entra application, at once and for good: the one that is published, or the
/// one that the step names. The last one that works goes only where the playbook says that it is compromised.
/// </summary>
public sealed class RevokeAppSecret(CredentialDoors doors) : IAction
{
    /// <summary>Name of the action.</summary>
    public const string ActionName = "app.revoke-secret";

    private static readonly ActionParameter Key = new(
        "keyId", ActionParameterType.Text, Required: false, "Id of the secret; left out, the one that the vault publishes.");

    private static readonly ActionParameter Compromised = new(
        "compromised", ActionParameterType.Boolean, Required: false, "Whether it goes even when no other one works: the application stops until it has a new one.");

    private readonly PasswordRemoval _removal = new(doors);

    /// <summary>What lint knows about it.</summary>
    public static ActionDescriptor Description { get; } = new()
    {
        Name = ActionName,
        ResourceType = GraphId.ApplicationType,
        Parameters = [Key, Compromised, Parameters.Credential],
        Permissions = ["Microsoft.KeyVault/vaults/read"],
        DataPermissions = ["Microsoft.KeyVault/vaults/secrets/readMetadata/action"],
        ApiPermissions = ["Microsoft Graph: Application.ReadWrite.OwnedBy"],
        Reversibility = Reversibility.Irreversible,
        ChangesCount = false,
    };

    /// <inheritdoc/>
    public ActionDescriptor Descriptor => Description;

    /// <inheritdoc/>
    public async Task<PlanResult> PlanAsync(PlanRequest request, CancellationToken cancellationToken)
    {
        if (Given.Unknown(request.With, Descriptor.Parameters) is { } unknown)
        {
            return PlanResult.Refused(unknown);
        }

        if (!GraphId.TryParse(request.ResourceId, GraphId.ApplicationType, out var id))
        {
            return PlanResult.Refused("The target is no application of Microsoft Graph.");
        }

        if (doors.Services.Find(request.ResourceId) is null)
        {
            return PlanResult.Refused("The catalogue does not list the application.");
        }

        try
        {
            var (application, key, refusal) = await ChooseAsync(request, id, cancellationToken);
            return refusal is not null ? PlanResult.Refused(refusal) : Plan(application!, key!, CredentialDoors.Flag(request.With, Compromised));
        }
        catch (Exception e) when (CredentialFailures.Of(e, doors.Clock, PasswordRemoval.Permission) is { } failure)
        {
            return Starts.Plan(failure);
        }
    }

    /// <inheritdoc/>
    public Task<StartResult> StartAsync(ActionPlan plan, string operationId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return _removal.StartAsync(
            plan,
            operationId,
            now => Task.FromResult(plan.Preconditions["othersWork"]?.GetValue<bool>() == OthersWork(now, plan.Parameters["keyId"]!.ToString())
                ? null
                : $"Whether {now.Name} has another credential that works is not as planned."),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<AdoptResult> AdoptAsync(ActionPlan plan, string operationId, CancellationToken cancellationToken) => _removal.AdoptAsync(plan, cancellationToken);

    /// <inheritdoc/>
    public Task<PollResult> PollAsync(ActionPlan plan, string? statusUrl, CancellationToken cancellationToken) => _removal.PollAsync(plan, cancellationToken);

    private async Task<(EntraApplication? Application, EntraPassword? Key, string? Refusal)> ChooseAsync(PlanRequest request, string id, CancellationToken cancellationToken)
    {
        if (CredentialDoors.Text(request.With, Key) is { } keyId)
        {
            var named = await doors.Graph.ApplicationAsync(id, cancellationToken);
            var found = named.Passwords.FirstOrDefault(p => p.KeyId == keyId.ToLowerInvariant());
            return (named, found, found is null ? $"{named.Name} has no such secret; its secrets are {List(named)}." : null);
        }

        var (credential, refusal) = doors.Find(request);
        if (credential is null)
        {
            return (null, null, refusal);
        }

        var state = await doors.ReadAsync(credential, cancellationToken);
        return (state.Application, state.Published, state.Published is null
            ? $"Which secret of {state.Application.Name} the vault publishes cannot be told (the newest version of '{credential.Name}' has no tag {KeyVault.SecretVersion.KeyTag} of one that is there); the step must name 'keyId'. Its secrets are {List(state.Application)}."
            : null);
    }

    private PlanResult Plan(EntraApplication application, EntraPassword key, bool compromised)
    {
        var others = OthersWork(application, key.KeyId);
        if (doors.Untouchable(application) is { } never)
        {
            return PlanResult.Refused(never);
        }

        if (!others && !compromised)
        {
            return PlanResult.Refused($"{key.Told} is the last credential of {application.Name} that works; add another one first, or say in the playbook that it is compromised.");
        }

        return PlanResult.Of(new ActionPlan
        {
            Action = ActionName,
            Target = new ActionTarget(GraphId.OfApplication(application.Id), application.Id, application.Name),
            Parameters = new JsonObject { ["application"] = application.Id, ["keyId"] = key.KeyId },
            Preconditions = new JsonObject { ["othersWork"] = others },
            Before = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["secret"] = key.Told,
                ["since"] = key.Start?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "not known",
            },
            After = new Dictionary<string, string>(StringComparer.Ordinal) { ["secret"] = "removed" },
            Reversibility = Reversibility.Irreversible,
            Summary = $"Remove the secret {key.Told} of {application.Name}, at once and for good.{(others ? string.Empty : $" No other credential works: {application.Name} cannot sign in until it has a new one.")}",
            ByHand = PasswordRemoval.ByHand(application, key.KeyId),
            CostPerHourDelta = 0,
        });
    }

    private bool OthersWork(EntraApplication application, string keyId) =>
        application.WorkingCertificates > 0 || application.Passwords.Any(p => p.KeyId != keyId && p.Works(doors.Clock.GetUtcNow()));

    private static string List(EntraApplication application) =>
        application.Passwords.Count == 0 ? "none" : string.Join(", ", application.Passwords.Select(p => $"{p.KeyId} {p.Told}"));
}
