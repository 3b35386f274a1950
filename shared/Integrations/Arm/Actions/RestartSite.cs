using System.Text.Json.Nodes;
using Azure.Core;
using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Web;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary><c>site.restart</c>: restarts an App Service site. It leaves no lasting change, so there is nothing to take back.</summary>
public sealed class RestartSite(ArmGateway arm) : IAction
{
    /// <summary>Name of the action.</summary>
    public const string ActionName = "site.restart";

    /// <summary>What lint knows about it.</summary>
    public static ActionDescriptor Description { get; } = new()
    {
        Name = ActionName,
        ResourceType = Site.Type,
        Parameters = [],
        Permissions =
        [
            "Microsoft.Web/sites/read",
            "Microsoft.Web/sites/restart/action",
            "Microsoft.Resources/subscriptions/resourceGroups/resources/read",
            "Microsoft.Authorization/locks/read",
            "Microsoft.Resources/tags/read",
            "Microsoft.Insights/eventtypes/values/read",
        ],
        Reversibility = Reversibility.NoLastingChange,
        ChangesCount = false,
    };

    private readonly Sites _sites = new(arm);
    private readonly Protections _protections = new(arm);
    private readonly ActivityLogReader _activity = new(arm);

    /// <inheritdoc/>
    public ActionDescriptor Descriptor => Description;

    /// <inheritdoc/>
    public async Task<PlanResult> PlanAsync(PlanRequest request, CancellationToken cancellationToken)
    {
        if (Given.Unknown(request.With, Descriptor.Parameters) is { } unknown)
        {
            return PlanResult.Refused(unknown);
        }

        if (!ArmTarget.TryParse(request.ResourceId, Site.Type, out var id, out var reason))
        {
            return PlanResult.Refused(reason);
        }

        try
        {
            var site = await _sites.ReadAsync(id, cancellationToken);
            return site.State == Site.Running
                ? PlanResult.Of(Plan(site, await _protections.FindAsync(id, site.Tags, cancellationToken)))
                : PlanResult.Refused($"{site.Name} is {site.State}; restarting would start what somebody stopped.");
        }
        catch (Exception e) when (ArmFailure.Of(e, arm.Clock) is { } failure)
        {
            return Starts.Plan(failure);
        }
    }

    /// <inheritdoc/>
    public async Task<StartResult> StartAsync(ActionPlan plan, string operationId, CancellationToken cancellationToken)
    {
        Site site;
        try
        {
            site = await _sites.ReadAsync(Target(plan), cancellationToken);
        }
        catch (Exception e) when (ArmFailure.Of(e, arm.Clock) is { } failure)
        {
            return Starts.BeforeSending(failure);
        }

        if (site.Identity != plan.Target.Identity)
        {
            return Starts.Changed($"{site.Name} is another site of the same name than the one planned for.");
        }

        if (site.State != Site.Running)
        {
            return Starts.Changed($"{site.Name} is {site.State} now, planned was Running.");
        }

        try
        {
            return Starts.Accepted(await _sites.RestartAsync(site, OperationIds.RequestId(operationId), cancellationToken));
        }
        catch (Exception e) when (ArmFailure.Of(e, arm.Clock) is { } failure)
        {
            return await Starts.AfterSendingAsync(failure, arm, site.Id, cancellationToken);
        }
    }

    /// <inheritdoc/>
    /// <remarks>A restart leaves no state to read, and the activity log lags: an entry proves it, no entry proves nothing.</remarks>
    public async Task<AdoptResult> AdoptAsync(ActionPlan plan, string operationId, CancellationToken cancellationToken)
    {
        try
        {
            return await _activity.StatusAsync(Target(plan), OperationIds.RequestId(operationId), cancellationToken) switch
            {
                "Succeeded" or "Accepted" or "Started" => new AdoptResult(AdoptOutcome.TookEffect, "The activity log has our restart."),
                "Failed" => new AdoptResult(AdoptOutcome.NoEffect, "The activity log says that our restart was refused."),
                null => new AdoptResult(AdoptOutcome.Unknown, "The activity log has no restart of ours, but it may lag by minutes."),
                var other => new AdoptResult(AdoptOutcome.Unknown, $"The activity log has our restart as {other}."),
            };
        }
        catch (Exception e) when (ArmFailure.Of(e, arm.Clock) is { } failure)
        {
            return new AdoptResult(AdoptOutcome.Unknown, failure.Reason);
        }
    }

    /// <inheritdoc/>
    public async Task<PollResult> PollAsync(ActionPlan plan, string? statusUrl, CancellationToken cancellationToken)
    {
        if (statusUrl is not null && await Operations.ReadAsync(arm, statusUrl, cancellationToken) is { } running)
        {
            return running;
        }

        try
        {
            var site = await _sites.ReadAsync(Target(plan), cancellationToken);
            return site.Identity != plan.Target.Identity
                ? new PollResult(PollOutcome.Failed, $"{site.Name} is another site of the same name.")
                : site.State == Site.Running
                    ? new PollResult(PollOutcome.Succeeded, $"{site.Name} is Running.")
                    : new PollResult(PollOutcome.Running, $"{site.Name} is {site.State}.", Operations.DefaultWait);
        }
        catch (Exception e) when (ArmFailure.Of(e, arm.Clock) is { } failure)
        {
            return new PollResult(PollOutcome.Unknown, failure.Reason, failure.RetryAfter ?? Operations.DefaultWait);
        }
    }

    private static ActionPlan Plan(Site site, string? protectedBy) => new()
    {
        Action = ActionName,
        Target = new ActionTarget(site.Id.ToString().ToLowerInvariant(), site.Identity, site.Name),
        Parameters = [],
        Preconditions = new JsonObject { ["state"] = site.State },
        Before = new Dictionary<string, string>(StringComparer.Ordinal) { ["state"] = site.State },
        After = new Dictionary<string, string>(StringComparer.Ordinal) { ["state"] = "Running, after a restart" },
        Reversibility = Reversibility.NoLastingChange,
        Summary = $"Restart {site.Name}: requests in flight are cut, and it serves again after its start-up.",
        ByHand = $"az webapp restart --subscription {ShellQuote.Of(site.Id.SubscriptionId ?? string.Empty)} --resource-group {ShellQuote.Of(site.Id.ResourceGroupName ?? string.Empty)} --name {ShellQuote.Of(site.Name)}",
        CostPerHourDelta = 0,
        ProtectedBy = protectedBy,
    };

    private static ResourceIdentifier Target(ActionPlan plan) =>
        ArmTarget.TryParse(plan.Target.ResourceId, Site.Type, out var id, out var reason) ? id : throw new ArgumentException(reason, nameof(plan));
}
