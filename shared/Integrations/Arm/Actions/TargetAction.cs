using System.Text.Json.Nodes;
using Azure.Core;
using OpsAutomation.Core.Actions;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>
/// An action that brings one target to an absolute state which can be read: what differs between such actions is how they
/// read, what they decide, how they compare and what they send. Everything else is here once: parameters are checked before
/// anything is read, the target is read again right before sending, whatever is in doubt is said to be so.
/// </summary>
/// <typeparam name="T">What a read of the target gives.</typeparam>
internal abstract class TargetAction<T>(ArmGateway arm) : IAction
    where T : class
{
    private readonly Protections _protections = new(arm);
    private readonly ActivityLogReader _activity = new(arm);

    /// <inheritdoc/>
    public abstract ActionDescriptor Descriptor { get; }

    /// <summary>The way to Azure.</summary>
    protected ArmGateway Arm => arm;

    /// <inheritdoc/>
    public async Task<PlanResult> PlanAsync(PlanRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (Given.Problems(request.With, Descriptor.Parameters) is { Count: > 0 } problems)
        {
            return PlanResult.Refused(string.Join(" ", problems));
        }

        if (Wrong(request.With) is { } wrong)
        {
            return PlanResult.Refused(wrong);
        }

        if (!ArmTarget.TryParse(request.ResourceId, Descriptor.ResourceType, out var id, out var reason))
        {
            return PlanResult.Refused(reason);
        }

        try
        {
            var seen = await ReadAsync(id, request.With, cancellationToken);
            var result = await DecideAsync(id, request, seen, cancellationToken);
            return result.Plan is { } plan
                ? PlanResult.Of(plan with { ProtectedBy = await _protections.FindAsync(id, Tags(seen), cancellationToken) })
                : result;
        }
        catch (Exception e) when (ArmFailure.Of(e, arm.Clock) is { } failure)
        {
            return Starts.Plan(failure);
        }
    }

    /// <inheritdoc/>
    public async Task<StartResult> StartAsync(ActionPlan plan, string operationId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var id = Target(plan);
        T seen;
        try
        {
            seen = await ReadAsync(id, plan.Parameters, cancellationToken);
            var sight = Look(plan, seen);
            if (sight.Standing == Standing.AtTarget && CountsAsDone(plan, sight))
            {
                return new StartResult(StartOutcome.Accepted, $"{sight.Text} Nothing was sent.", null, null, null);
            }

            if (sight.Standing != Standing.AsPlanned)
            {
                return Starts.Changed(sight.Text);
            }

            if (sight.UnderWay)
            {
                return Starts.Busy($"Nothing was sent: another operation is under way. {sight.Text}");
            }

            if (await ObjectionAsync(plan, seen, cancellationToken) is { } objection)
            {
                return Starts.Changed(objection);
            }
        }
        catch (Exception e) when (ArmFailure.Of(e, arm.Clock) is { } failure)
        {
            return Starts.BeforeSending(failure);
        }

        try
        {
            return Starts.Accepted(await SendAsync(plan, seen, OperationIds.RequestId(operationId), cancellationToken));
        }
        catch (Exception e) when (ArmFailure.Of(e, arm.Clock) is { } failure)
        {
            return await Starts.AfterSendingAsync(failure, arm, id, cancellationToken);
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Where a change begun does not show in the target at once, the activity log is asked: our entry there proves it, and none
    /// proves nothing, since the log lags.
    /// </remarks>
    public async Task<AdoptResult> AdoptAsync(ActionPlan plan, string operationId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        try
        {
            var sight = Look(plan, await ReadAsync(Target(plan), plan.Parameters, cancellationToken));
            return sight switch
            {
                { Standing: Standing.AtTarget } => new AdoptResult(AdoptOutcome.TookEffect, sight.Text),
                { Standing: Standing.AsPlanned, UnderWay: false } when ShowsAtOnce => new AdoptResult(AdoptOutcome.NoEffect, $"{sight.Text} Nothing is under way."),
                { Standing: Standing.AsPlanned } when Descriptor.Permissions.Contains(ActivityLogReader.Permission, StringComparer.Ordinal) => await AskAsync(plan, operationId, sight, cancellationToken),
                _ => new AdoptResult(AdoptOutcome.Unknown, sight.Text),
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
        ArgumentNullException.ThrowIfNull(plan);
        if (statusUrl is not null && await Operations.ReadAsync(arm, statusUrl, cancellationToken) is { } running)
        {
            return running;
        }

        try
        {
            return Judge(Look(plan, await ReadAsync(Target(plan), plan.Parameters, cancellationToken)));
        }
        catch (Exception e) when (ArmFailure.Of(e, arm.Clock) is { } failure)
        {
            return new PollResult(PollOutcome.Unknown, failure.Reason, failure.RetryAfter ?? Operations.DefaultWait);
        }
    }

    /// <inheritdoc/>
    /// <remarks>The operation is over by then: what reads as before is surely not as planned, by whomever it was changed back.</remarks>
    public virtual async Task<VerifyResult> VerifyAsync(ActionPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        try
        {
            var sight = Look(plan, await ReadAsync(Target(plan), plan.Parameters, cancellationToken));
            return new VerifyResult(sight is { UnderWay: false, HasFailed: false } && Reached(sight) ? TargetState.AsPlanned : TargetState.Different, sight.Text);
        }
        catch (Exception e) when (ArmFailure.Of(e, arm.Clock) is { } failure)
        {
            return new VerifyResult(TargetState.Unknown, failure.Reason);
        }
    }

    /// <summary>Whether a change that has begun shows in the target at once, as a new state or as an operation under way.</summary>
    protected virtual bool ShowsAtOnce => true;

    /// <summary>Whether it acts on something below the resource, which the activity log keeps apart.</summary>
    protected virtual bool ActsBelow => false;

    /// <summary>Whether what was seen is what the plan wants, once nothing is under way.</summary>
    protected virtual bool Reached(Sight sight) => sight.Standing == Standing.AtTarget;

    /// <summary>
    /// Whether a target that is as the plan wants it before anything was sent counts as done. Not where taking it back would
    /// then take away what somebody else did.
    /// </summary>
    protected virtual bool CountsAsDone(ActionPlan plan, Sight sight) => true;

    /// <summary>What is wrong with parameters beyond their types, or null. Asked before anything is read: names become parts of addresses.</summary>
    protected virtual string? Wrong(JsonObject with) => null;

    /// <summary>Reads the target.</summary>
    /// <param name="id">The resource.</param>
    /// <param name="with">The step's parameters at planning, the plan's own afterwards: what is read by its name is in both.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    protected abstract Task<T> ReadAsync(ResourceIdentifier id, JsonObject with, CancellationToken cancellationToken);

    /// <summary>Plans, or says why there is no plan. What protects the target is filled in afterwards.</summary>
    protected abstract Task<PlanResult> DecideAsync(ResourceIdentifier id, PlanRequest request, T seen, CancellationToken cancellationToken);

    /// <summary>Compares what was read with a plan. Pure.</summary>
    protected abstract Sight Look(ActionPlan plan, T seen);

    /// <summary>Sends the change.</summary>
    protected abstract Task<ArmReply> SendAsync(ActionPlan plan, T seen, Guid requestId, CancellationToken cancellationToken);

    /// <summary>Tags of the target.</summary>
    protected abstract IReadOnlyDictionary<string, string> Tags(T seen);

    /// <summary>What else forbids sending now, or null: reads that the target itself does not hold.</summary>
    protected virtual Task<string?> ObjectionAsync(ActionPlan plan, T seen, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>What a look says once no operation is known to run. Reads may lag, so what is still as planned is looked at again.</summary>
    protected virtual PollResult Judge(Sight sight) => sight switch
    {
        { Standing: Standing.Replaced or Standing.Failed } or { HasFailed: true } => new PollResult(PollOutcome.Failed, sight.Text),
        { UnderWay: true } => new PollResult(PollOutcome.Running, sight.Text, Operations.DefaultWait),
        _ when Reached(sight) => new PollResult(PollOutcome.Succeeded, sight.Text),
        _ => new PollResult(PollOutcome.Unknown, sight.Text, Operations.DefaultWait),
    };

    private async Task<AdoptResult> AskAsync(ActionPlan plan, string operationId, Sight sight, CancellationToken cancellationToken) =>
        await _activity.StatusAsync(Target(plan), OperationIds.RequestId(operationId), cancellationToken, ActsBelow) is { } status and ("Succeeded" or "Accepted" or "Started")
            ? new AdoptResult(AdoptOutcome.TookEffect, $"The activity log has our request as {status}. {sight.Text}")
            : new AdoptResult(AdoptOutcome.Unknown, $"The activity log has no request of ours that began, but it may lag by minutes. {sight.Text}");

    /// <summary>The resource of a plan.</summary>
    /// <exception cref="ArgumentException">It is no plan of this action.</exception>
    protected ResourceIdentifier Target(ActionPlan plan) =>
        ArmTarget.TryParse(plan.Target.ResourceId, Descriptor.ResourceType, out var id, out var reason) ? id : throw new ArgumentException(reason, nameof(plan));

    /// <summary>The target as plans name it.</summary>
    protected static ActionTarget Named(ResourceIdentifier id, string identity, string name) => new(id.ToString().ToLowerInvariant(), identity, name);

    /// <summary>Fields for a person to see, in order.</summary>
    protected static Dictionary<string, string> Seen(params ReadOnlySpan<(string Field, string Value)> fields)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (field, value) in fields)
        {
            all[field] = value;
        }

        return all;
    }

    /// <summary>A text of a plan of ours.</summary>
    /// <exception cref="ArgumentException">It is not there.</exception>
    protected static string Text(JsonObject of, string name) => of[name]?.ToString() ?? throw new ArgumentException($"The plan lacks '{name}'.", nameof(of));
}
