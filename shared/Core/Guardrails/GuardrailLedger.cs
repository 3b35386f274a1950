using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Guardrails;

/// <summary>
/// What guardrails remember: leases, fencing numbers, runs, counts. One conditional batch reserves everything or nothing,
/// so that two runs never hold the same resource and no limit is passed by two at once.
/// </summary>
public sealed class GuardrailLedger(IRecordStore store, TimeProvider clock, GuardrailSettings settings)
{
    private const int MaxRounds = 64;
    private readonly ControlPartition _control = new(store);

    // Every reservation counts and takes a number, so any two conflict: those of this process queue here instead of at the store.
    private readonly SemaphoreSlim _reserving = new(1, 1);

    /// <summary>Takes all resources of a step, or says which guardrails refuse. The same step of the same incident gets the same fence again.</summary>
    /// <exception cref="RecordConflictException">It was beaten to it again and again.</exception>
    public async Task<ReservationResult> ReserveAsync(ReservationRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var resources = Canonical(request.Resources);
        await _reserving.WaitAsync(cancellationToken);
        try
        {
            for (var round = 1; ; round++)
            {
                try
                {
                    return await TryReserveAsync(request, resources, cancellationToken);
                }
                catch (RecordConflictException) when (round < MaxRounds)
                {
                    await Task.Yield();
                }
            }
        }
        finally
        {
            _reserving.Release();
        }
    }

    /// <summary>Asked right before sending: is automation still allowed, and is everything still held under this fence?</summary>
    public async Task<IReadOnlyList<Verdict>> RecheckAsync(
        string incidentId, long fence, IReadOnlyList<string> resources, CancellationToken cancellationToken = default)
    {
        var verdicts = new List<Verdict> { await CheckKillSwitchAsync(cancellationToken) };
        var held = Canonical(resources);
        if (held.Count == 0)
        {
            verdicts.Add(Verdict.Refuse(ResourceLeaseRule.Name, "No resource is named, so none can be held."));
        }

        foreach (var resource in held)
        {
            var row = await _control.ReadAsync<Lease>(ControlPartition.LeaseRow(resource), cancellationToken);
            verdicts.Add(row.Unreadable
                ? Verdict.Refuse(ResourceLeaseRule.Name, $"The lease on {resource} cannot be read.")
                : ResourceLeaseRule.CheckHeld(resource, row.Value, incidentId, fence));
        }

        return verdicts;
    }

    /// <summary>
    /// Notes that an operation is about to be sent: from now on the leases cannot be given back. Passes the guardrails of
    /// <see cref="RecheckAsync"/> in the same conditional batch, so that nobody takes a resource in between.
    /// </summary>
    /// <returns>What the guardrails say; nothing was noted when one refuses.</returns>
    public async Task<IReadOnlyList<Verdict>> MarkExecutingAsync(
        string incidentId, long fence, IReadOnlyList<string> resources, string operationId, CancellationToken cancellationToken = default)
    {
        for (var round = 1; ; round++)
        {
            var verdicts = await RecheckAsync(incidentId, fence, resources, cancellationToken);
            if (verdicts.Any(v => !v.Allowed))
            {
                return verdicts;
            }

            var changes = new List<RecordChange>();
            foreach (var resource in Canonical(resources))
            {
                var lease = await _control.ReadAsync<Lease>(ControlPartition.LeaseRow(resource), cancellationToken);
                if (lease.Value is not { } held || !ResourceLeaseRule.CheckHeld(resource, held, incidentId, fence).Allowed)
                {
                    return [.. verdicts, Verdict.Refuse(ResourceLeaseRule.Name, $"{resource} was taken in between.")];
                }

                var ran = await _control.ReadAsync<RunHistory>(ControlPartition.RanRow(resource), cancellationToken);
                changes.Add(lease.Write(held with { OperationId = operationId }));
                if (ran.Value is { } history)
                {
                    changes.Add(ran.Write(history with { Runs = [.. history.Runs.Select(r => IsOf(r, incidentId) ? r with { Acted = true } : r)] }));
                }
            }

            try
            {
                await _control.CommitAsync(changes, cancellationToken);
                return verdicts;
            }
            catch (RecordConflictException) when (round < MaxRounds)
            {
                await Task.Yield();
            }
        }
    }

    /// <summary>Notes that an operation is over, or surely had no effect: the leases may be given back.</summary>
    public Task MarkFinishedAsync(string incidentId, string operationId, CancellationToken cancellationToken = default) =>
        ChangeLeasesAsync(
            incidentId,
            (row, lease) => string.Equals(lease.OperationId, operationId, StringComparison.Ordinal) ? row.Write(lease with { OperationId = null }) : null,
            cancellationToken);

    /// <summary>Gives back everything that an incident holds. Refuses while an operation is unfinished, unless a person decided so.</summary>
    /// <param name="incidentId">The incident.</param>
    /// <param name="personDecided">A person closed the incident, knowing that an operation is in doubt.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<ReleaseResult> ReleaseAsync(string incidentId, bool personDecided = false, CancellationToken cancellationToken = default)
    {
        for (var round = 1; ; round++)
        {
            var rows = await _control.LeasesAsync(cancellationToken);
            var mine = rows.Where(r => r.Value is { } lease && string.Equals(lease.IncidentId, incidentId, StringComparison.Ordinal)).ToList();
            if (mine.Count == 0)
            {
                return new(true, "Nothing is held.");
            }

            if (!personDecided && mine.Find(r => r.Value!.OperationId is not null) is { Value: { } busy })
            {
                return new(false, $"Operation {busy.OperationId} on {busy.Resource} is not finished.");
            }

            var changes = new List<RecordChange>();
            foreach (var row in mine)
            {
                var ran = await _control.ReadAsync<RunHistory>(ControlPartition.RanRow(row.Value!.Resource), cancellationToken);
                changes.Add(row.Remove());
                if (ran.Value is { } history)
                {
                    changes.Add(ran.Write(Ended(history, incidentId)));
                }
            }

            try
            {
                await _control.CommitAsync(changes, cancellationToken);
                return new(true, $"{mine.Count} resource(s) given back.");
            }
            catch (RecordConflictException) when (round < MaxRounds)
            {
                await Task.Yield();
            }
        }
    }

    /// <summary>All leases that are held, for pages and the reconciler.</summary>
    public async Task<IReadOnlyList<Lease>> LeasesAsync(CancellationToken cancellationToken = default) =>
        [.. (await _control.LeasesAsync(cancellationToken)).Select(r => r.Value).OfType<Lease>()];

    private static IReadOnlyList<string> Canonical(IReadOnlyList<string> resources) =>
        [.. resources.Select(r => r.ToLowerInvariant()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static bool IsOf(RunOnResource run, string incidentId) =>
        run.EndedAt is null && string.Equals(run.IncidentId, incidentId, StringComparison.Ordinal);

    private RunHistory Ended(RunHistory history, string incidentId) => history with
    {
        // A run that changed nothing costs nobody a run or a cooldown.
        Runs = [.. history.Runs.Where(r => !IsOf(r, incidentId) || r.Acted).Select(r => IsOf(r, incidentId) ? r with { EndedAt = clock.GetUtcNow() } : r)],
    };

    private async Task<Verdict> CheckKillSwitchAsync(CancellationToken cancellationToken) =>
        KillSwitchRule.Check((await _control.ReadAsync<KillSwitchState>(ControlPartition.KillSwitchRow, cancellationToken)).Or(KillSwitchState.NeverSet));

    private async Task<ReservationResult> TryReserveAsync(ReservationRequest request, IReadOnlyList<string> resources, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var fence = await _control.ReadAsync<FenceCounter>(ControlPartition.FenceRow, cancellationToken);
        var hour = await _control.ReadAsync<ActionCount>(ControlPartition.HourRow, cancellationToken);
        var touched = new List<ReservedRows>();
        foreach (var resource in resources)
        {
            touched.Add(new(
                resource,
                await _control.ReadAsync<Lease>(ControlPartition.LeaseRow(resource), cancellationToken),
                await _control.ReadAsync<RunHistory>(ControlPartition.RanRow(resource), cancellationToken)));
        }

        var killSwitch = await CheckKillSwitchAsync(cancellationToken);
        if (touched.Count > 0 && touched.TrueForAll(t => t.IsReservedFor(request)) && killSwitch.Allowed)
        {
            return new(touched[0].Lease.Value!.Fence, resources, [killSwitch, Verdict.Pass(ResourceLeaseRule.Name, "It is reserved already.")]);
        }

        var verdicts = Check(request, touched, hour, fence, killSwitch, now);
        if (verdicts.Exists(v => !v.Allowed))
        {
            return new(null, resources, verdicts);
        }

        var number = (fence.Value?.Last ?? 0) + 1;
        await _control.CommitAsync(Changes(request, touched, hour, fence, number, now), cancellationToken);
        return new(number, resources, verdicts);
    }

    private List<Verdict> Check(
        ReservationRequest request, List<ReservedRows> touched, ControlRow<ActionCount> hour, ControlRow<FenceCounter> fence, Verdict killSwitch, DateTimeOffset now)
    {
        List<Verdict> verdicts = [killSwitch, ActionsPerHourRule.Check(hour.Or(new([])), settings.MaxActionsPerHour, now)];
        if (touched.Count == 0 || fence.Unreadable)
        {
            verdicts.Add(Verdict.Refuse(ResourceLeaseRule.Name, touched.Count == 0 ? "No resource is named, so none can be held." : "The fencing number cannot be read."));
        }

        foreach (var (resource, lease, ran) in touched)
        {
            var history = ran.Or(new RunHistory(resource, []));
            verdicts.Add(lease.Unreadable
                ? Verdict.Refuse(ResourceLeaseRule.Name, $"The lease on {resource} cannot be read.")
                : ResourceLeaseRule.CheckFree(resource, lease.Value, request.IncidentId));
            verdicts.Add(CooldownRule.Check(history, request.IncidentId, Cooldown(request.Limits), now));
            verdicts.Add(RunsPerDayRule.Check(history, request.IncidentId, request.Limits.MaxRunsPerDay, now));
        }

        return verdicts;
    }

    private TimeSpan Cooldown(PlaybookLimits limits) => limits.Cooldown > settings.MinimumCooldown ? limits.Cooldown : settings.MinimumCooldown;

    private List<RecordChange> Changes(
        ReservationRequest request, List<ReservedRows> touched, ControlRow<ActionCount> hour, ControlRow<FenceCounter> fence, long number, DateTimeOffset now)
    {
        var recent = (hour.Value?.Actions ?? []).Where(a => now - a.At < ActionsPerHourRule.Window);
        List<RecordChange> changes =
        [
            fence.Write(new FenceCounter(number)),
            hour.Write(new ActionCount([.. recent, new CountedAction(request.IncidentId, request.StepId, now)])),
        ];
        foreach (var (resource, lease, ran) in touched)
        {
            changes.Add(lease.Write(new Lease(resource, request.IncidentId, number, lease.Value?.TakenAt ?? now, [.. lease.Value?.Steps ?? [], request.StepId])));

            var runs = (ran.Value?.Runs ?? []).Where(r => now - (r.EndedAt ?? r.StartedAt) < Keep(r)).ToList();
            if (!runs.Exists(r => IsOf(r, request.IncidentId)))
            {
                runs.Add(new RunOnResource(request.IncidentId, now, null, Cooldown(request.Limits), Acted: false));
            }

            changes.Add(ran.Write(new RunHistory(resource, runs)));
        }

        return changes;
    }

    // As long as any rule may ask for it.
    private static TimeSpan Keep(RunOnResource run) => (run.Cooldown > RunsPerDayRule.Window ? run.Cooldown : RunsPerDayRule.Window) + RunsPerDayRule.Window;

    private async Task ChangeLeasesAsync(string incidentId, Func<ControlRow<Lease>, Lease, RecordChange?> change, CancellationToken cancellationToken)
    {
        for (var round = 1; ; round++)
        {
            var rows = await _control.LeasesAsync(cancellationToken);
            var changes = rows
                .Where(r => r.Value is { } lease && string.Equals(lease.IncidentId, incidentId, StringComparison.Ordinal))
                .Select(r => change(r, r.Value!)).OfType<RecordChange>().ToList();
            if (changes.Count == 0)
            {
                return;
            }

            try
            {
                await _control.CommitAsync(changes, cancellationToken);
                return;
            }
            catch (RecordConflictException) when (round < MaxRounds)
            {
                await Task.Yield();
            }
        }
    }

    private sealed record ReservedRows(string Resource, ControlRow<Lease> Lease, ControlRow<RunHistory> Ran)
    {
        internal bool IsReservedFor(ReservationRequest request) =>
            Lease.Value is { } held
            && string.Equals(held.IncidentId, request.IncidentId, StringComparison.Ordinal)
            && held.Steps.Contains(request.StepId, StringComparer.Ordinal);
    }
}
