using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Services;
using OpsAutomation.Integrations.Arm;
using OpsAutomation.Integrations.Arm.Actions;
using OpsAutomation.Integrations.Graph;

namespace OpsAutomation.Integrations.Credentials;

/// <summary>
/// <c>user.revoke-sessions</c>: voids every session and refresh token of a user. Nothing is lost that signing in again does
/// not bring back, so it leaves no lasting change, as a restart does: there is nothing to take back, and one approval will do.
/// </summary>
public sealed class RevokeSessions(CredentialDoors doors) : IAction
{
    /// <summary>Name of the action.</summary>
    public const string ActionName = "user.revoke-sessions";

    private const string Permission = "Microsoft Graph: User.RevokeSessions.All and User.Read.All";
    private const string Field = "sessions valid from";

    /// <summary>What lint knows about it.</summary>
    public static ActionDescriptor Description { get; } = new()
    {
        Name = ActionName,
        ResourceType = GraphId.UserType,
        Parameters = [],
        Permissions = [],
        ApiPermissions = ["Microsoft Graph: User.RevokeSessions.All", "Microsoft Graph: User.Read.All"],
        Reversibility = Reversibility.NoLastingChange,
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

        if (!GraphId.TryParse(request.ResourceId, GraphId.UserType, out var id))
        {
            return PlanResult.Refused("The target is no user of Microsoft Graph.");
        }

        if (doors.Services.Find(request.ResourceId) is null)
        {
            return PlanResult.Refused("The catalogue does not cover the user.");
        }

        try
        {
            var user = await doors.Graph.UserAsync(id, cancellationToken);
            return doors.BreakGlass(GraphId.OfUser(user.Id), user.Name) is { } never ? PlanResult.Refused(never) : PlanResult.Of(Plan(user));
        }
        catch (Exception e) when (CredentialFailures.Of(e, doors.Clock, Permission) is { } failure)
        {
            return Starts.Plan(failure);
        }
    }

    /// <inheritdoc/>
    public async Task<StartResult> StartAsync(ActionPlan plan, string operationId, CancellationToken cancellationToken)
    {
        var id = Target(plan);
        if (doors.BreakGlass(GraphId.OfUser(id), plan.Target.Name) is { } never)
        {
            return new StartResult(StartOutcome.Refused, never, null, null, null);
        }

        try
        {
            return Starts.Accepted(await doors.Graph.RevokeSessionsAsync(id, OperationIds.RequestId(operationId), cancellationToken));
        }
        catch (Exception e) when (CredentialFailures.Of(e, doors.Clock, Permission) is { } failure)
        {
            return Starts.AfterSending(failure);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Voiding twice is voiding once, so "not seen yet" may be sent again.</remarks>
    public async Task<AdoptResult> AdoptAsync(ActionPlan plan, string operationId, CancellationToken cancellationToken)
    {
        var seen = await PollAsync(plan, null, cancellationToken);
        return seen.Outcome switch
        {
            PollOutcome.Succeeded => new AdoptResult(AdoptOutcome.TookEffect, seen.Reason),
            PollOutcome.Running => new AdoptResult(AdoptOutcome.NoEffect, seen.Reason),
            _ => new AdoptResult(AdoptOutcome.Unknown, seen.Reason),
        };
    }

    /// <inheritdoc/>
    public async Task<PollResult> PollAsync(ActionPlan plan, string? statusUrl, CancellationToken cancellationToken)
    {
        var id = Target(plan);
        try
        {
            var user = await doors.Graph.UserAsync(id, cancellationToken);
            return user.SessionsValidFrom is { } from && Told(from) != plan.Before[Field]
                ? new PollResult(PollOutcome.Succeeded, $"Sessions of {user.Name} from before {from:yyyy-MM-dd HH:mm:ss} UTC are void.")
                : new PollResult(PollOutcome.Running, $"Graph still shows the sessions of {user.Name} as valid.", Operations.DefaultWait);
        }
        catch (Exception e) when (CredentialFailures.Of(e, doors.Clock, Permission) is { } failure)
        {
            return new PollResult(PollOutcome.Unknown, failure.Reason, failure.RetryAfter ?? Operations.DefaultWait);
        }
    }

    private static ActionPlan Plan(EntraUser user) => new()
    {
        Action = ActionName,
        Target = new ActionTarget(GraphId.OfUser(user.Id), user.Id, user.Name),
        Parameters = new JsonObject { ["user"] = user.Id },
        Preconditions = [],
        Before = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Field] = Told(user.SessionsValidFrom ?? throw new JsonException("Graph does not say from when sessions are valid.")),
        },
        After = new Dictionary<string, string>(StringComparer.Ordinal) { [Field] = "the moment of revoking" },
        Reversibility = Reversibility.NoLastingChange,
        Summary = $"Void every session of {user.Name}: signed out everywhere within minutes, and free to sign in again. Whoever knows the password still can; changing it is a person's matter.",
        ByHand = $"az rest --method post --url https://graph.microsoft.com/v1.0/users/{user.Id}/revokeSignInSessions",
        CostPerHourDelta = 0,
    };

    private static string Told(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Target(ActionPlan plan) =>
        GraphId.TryParse(plan.Target.ResourceId, GraphId.UserType, out var id) ? id : throw new ArgumentException("The target is no user of Microsoft Graph.", nameof(plan));
}
