using OpsAutomation.Core.Guardrails.Breakers;
using OpsAutomation.Core.Guardrails.Budgets;
using OpsAutomation.Core.Guardrails.Spending;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Guardrails;

/// <summary>
/// What guardrails remember: leases, fencing numbers, runs, counts, breakers, spend. One conditional batch reserves everything
/// or nothing, so that two runs never hold the same resource and no limit is passed by two at once.
/// </summary>
public sealed class GuardrailLedger(IRecordStore store, TimeProvider clock, GuardrailSettings settings, GuardrailSurroundings? surroundings = null)
{
    /// <summary>The most resources of one reservation: a batch holds two rows for each.</summary>
    public const int MaxResources = 40;

    private const int MaxRounds = 64;
    private readonly ControlPartition _control = new(store);
    private readonly BudgetBook _budgets = new(store);
    private readonly GuardrailSurroundings _around = surroundings ?? GuardrailSurroundings.None;
    private readonly string _settingsHash = settings.Hash;

    // Whatever takes or gives back a lease writes the fence, and whatever costs something the book: any two conflict. Those of this
    // process queue here instead of at the store.
    private readonly SemaphoreSlim _reserving = new(1, 1);
    private readonly SemaphoreSlim _spending = new(1, 1);

    /// <summary>Takes all resources of a step, or says which guardrails refuse. The same step of the same incident gets the same fence again.</summary>
    /// <exception cref="RecordConflictException">It was beaten to it again and again.</exception>
    public async Task<ReservationResult> ReserveAsync(ReservationRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var resources = Canonical(request.Resources);
        if (resources.Count > MaxResources)
        {
            return new ReservationResult(
                null, resources, [Verdict.Refuse(TargetsRule.Name, $"{resources.Count} targets at once are more than the {MaxResources} that can be held together.")]);
        }

        return await InTurnAsync(_reserving, () => TryReserveAsync(request, resources, cancellationToken), cancellationToken);
    }

    /// <summary>What every guardrail would say to a reservation now; nothing is taken.</summary>
    public async Task<IReadOnlyList<Verdict>> ForeseeAsync(ReservationRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return GuardrailRules.AtReserve((await SnapshotAsync(FactsOf(request, Canonical(request.Resources)), cancellationToken)).Facts, settings);
    }

    /// <summary>Asked right before sending: may automation still act, and is everything still held under this fence?</summary>
    public async Task<IReadOnlyList<Verdict>> RecheckAsync(
        string incidentId, long fence, IReadOnlyList<string> resources, CancellationToken cancellationToken = default) =>
        (await StartFactsAsync(incidentId, fence, Canonical(resources), ExecutionTerms.Unknown, cancellationToken)).Verdicts;

    /// <summary>
    /// What would want a person if it were sent now, by the settings of the reservation and of now: asked when an approved plan is
    /// computed again, so that what began meanwhile is put to people instead of failing the step.
    /// </summary>
    /// <param name="incidentId">Who holds the leases.</param>
    /// <param name="fence">The fence under which the resources are held.</param>
    /// <param name="resources">What would be changed.</param>
    /// <param name="terms">What is known of it.</param>
    /// <param name="cancellationToken">Ends the reads.</param>
    public async Task<IReadOnlyList<Verdict>> QuestionsAsync(
        string incidentId, long fence, IReadOnlyList<string> resources, ExecutionTerms terms, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return [.. (await StartFactsAsync(incidentId, fence, Canonical(resources), terms, cancellationToken, GuardrailRules.BeforeStart)).Verdicts.Where(v => v.Kind == VerdictKind.NeedsPerson)];
    }

    /// <summary>What keeps automation off a resource for a while: the kill switch, a hold, a freeze. Empty when nothing does.</summary>
    public async Task<IReadOnlyList<Verdict>> PausesAsync(string holder, string resource, ChangePurpose purpose, CancellationToken cancellationToken = default)
    {
        var snapshot = await SnapshotAsync(new GuardrailFacts { Now = clock.GetUtcNow(), Holder = holder, Purpose = purpose, Resources = Facts(Canonical([resource])) }, cancellationToken);
        return [.. GuardrailRules.Pauses(snapshot.Facts, settings).Where(v => !v.Allowed)];
    }

    /// <summary>What was added to the bill in 24 hours; null when it cannot be read.</summary>
    public async Task<SpendBook?> SpendAsync(CancellationToken cancellationToken = default) =>
        (await _control.SpendAsync(cancellationToken)).Or(SpendBook.Empty);

    /// <summary>
    /// Notes that an operation is about to be sent: from now on the leases cannot be given back, and what it costs is counted.
    /// Passes the guardrails of <see cref="RecheckAsync"/> in the same conditional batch, so that nobody takes a resource in
    /// between. The stricter of the settings at reservation and now counts.
    /// </summary>
    /// <param name="incidentId">Who holds the leases.</param>
    /// <param name="fence">The fence under which the change was planned.</param>
    /// <param name="resources">What is changed.</param>
    /// <param name="operationId">The operation.</param>
    /// <param name="terms">What is known of it; null when nothing is.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What the guardrails say; nothing was noted when one refuses.</returns>
    public Task<IReadOnlyList<Verdict>> MarkExecutingAsync(
        string incidentId, long fence, IReadOnlyList<string> resources, string operationId, ExecutionTerms? terms = null, CancellationToken cancellationToken = default) =>
        InTurnAsync(_spending, async () =>
        {
            terms ??= ExecutionTerms.Unknown;
            var (snapshot, verdicts) = await StartFactsAsync(incidentId, fence, Canonical(resources), terms, cancellationToken);
            if (verdicts.Any(v => !v.Allowed))
            {
                return verdicts;
            }

            var changes = new List<RecordChange>();
            foreach (var (resource, lease, ran) in snapshot.Touched)
            {
                changes.Add(lease.Write(lease.Value! with { OperationId = operationId, Pause = null }));
                if (ran.Value is { } history)
                {
                    changes.Add(ran.Write(history with { Runs = [.. history.Runs.Select(r => IsOf(r, incidentId) ? r with { Acted = true } : r)] }));
                }
            }

            if (terms.Cost is { PerHour: { } perHour and not 0, Currency: { } currency } && snapshot.Spend.Or(SpendBook.Empty) is { } book)
            {
                changes.AddRange(SpendPages.Write(snapshot.Spend, book.Begin(new SpendEntry(snapshot.Touched[0].Resource, operationId, clock.GetUtcNow(), perHour, currency))));
            }

            await _control.CommitAsync(changes, cancellationToken);
            return verdicts;
        }, cancellationToken);

    /// <summary>
    /// What forbids, right before a request of a marked operation leaves, that it does: a stop or a hold that came since, or
    /// that the lease is not the operation's any more. Null when nothing does. One read of one row.
    /// </summary>
    /// <param name="holder">Who holds the lease.</param>
    /// <param name="fence">The fence under which the change was planned.</param>
    /// <param name="resource">What is changed.</param>
    /// <param name="operationId">The operation that is marked.</param>
    /// <param name="purpose">Why it is sent.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public async Task<Verdict?> BeforeRequestAsync(
        string holder, long fence, string resource, string operationId, ChangePurpose purpose, CancellationToken cancellationToken = default)
    {
        var id = Canonical([resource])[0];
        var row = await _control.ReadAsync<Lease>(ControlPartition.LeaseRow(id), cancellationToken);
        return row.Unreadable
            ? Verdict.Refuse(ResourceLeaseRule.Name, $"The lease on {id} cannot be read.")
            : PausedRule.Check(id, row.Value, holder, fence, operationId, purpose);
    }

    /// <summary>Notes that an operation is over: the leases may be given back, and what it gave back is not counted any more.</summary>
    public Task MarkFinishedAsync(string incidentId, string operationId, OperationEnd end = OperationEnd.Unclear, CancellationToken cancellationToken = default) =>
        RetryAsync(async () =>
        {
            var fence = await _control.ReadAsync<FenceCounter>(ControlPartition.FenceRow, cancellationToken);
            var changes = (await LeasesOfAsync(fence, incidentId, cancellationToken))
                .Where(r => string.Equals(r.Value!.OperationId, operationId, StringComparison.Ordinal))
                .Select(r => r.Write(r.Value! with { OperationId = null, Pause = null })).ToList();
            var spend = await _control.SpendAsync(cancellationToken);
            if (spend.Value is { } book && book.End(operationId, end) is var after && !ReferenceEquals(after, book))
            {
                changes.AddRange(SpendPages.Write(spend, after));
            }

            if (changes.Count > 0)
            {
                await _control.CommitAsync(changes, cancellationToken);
            }

            return changes.Count;
        });

    /// <summary>Tells the circuit breakers how a run ended; telling it twice counts once.</summary>
    public Task ReportAsync(string incidentId, RunOutcome outcome, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return RetryAsync(async () =>
        {
            var now = clock.GetUtcNow();
            var changes = new List<RecordChange>();
            foreach (var (kind, name, bad) in outcome.Watched)
            {
                var row = await _control.ReadAsync<Breaker>(ControlPartition.BreakerRow(kind, name), cancellationToken);

                // What cannot be read stays so: it refuses, and a person must look.
                if (row.Or(Breaker.Fresh(kind, name)) is not { } before)
                {
                    continue;
                }

                var after = outcome.Acted ? BreakerFlow.After(before, incidentId, bad, settings.Breaker, now) : BreakerFlow.Unused(before, incidentId);
                if (!ReferenceEquals(after, before))
                {
                    changes.Add(row.Write(after));
                }
            }

            if (changes.Count > 0)
            {
                await _control.CommitAsync(changes, cancellationToken);
            }

            return changes.Count;
        });
    }

    /// <summary>The breakers that watch a run; one that cannot be read is left out, for it refuses and says so by itself.</summary>
    public async Task<IReadOnlyList<Breaker>> BreakersAsync(RunOutcome outcome, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var breakers = new List<Breaker>();
        foreach (var (kind, name, _) in outcome.Watched)
        {
            if ((await _control.ReadAsync<Breaker>(ControlPartition.BreakerRow(kind, name), cancellationToken)).Value is { } breaker)
            {
                breakers.Add(breaker);
            }
        }

        return breakers;
    }

    /// <summary>Gives back everything that an incident holds. Refuses while an operation is unfinished, unless a person decided so.</summary>
    /// <param name="incidentId">The incident.</param>
    /// <param name="personDecided">A person closed the incident, knowing that an operation is in doubt.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<ReleaseResult> ReleaseAsync(string incidentId, bool personDecided = false, CancellationToken cancellationToken = default) =>
        InTurnAsync(_reserving, async () =>
        {
            for (var released = 0; ;)
            {
                var fence = await _control.ReadAsync<FenceCounter>(ControlPartition.FenceRow, cancellationToken);
                var mine = await LeasesOfAsync(fence, incidentId, cancellationToken);
                if (!personDecided && mine.FirstOrDefault(r => r.Value!.OperationId is not null) is { Value: { } busy })
                {
                    return new ReleaseResult(false, $"Operation {busy.OperationId} on {busy.Resource} is not finished.");
                }

                if (mine.Count == 0)
                {
                    return new ReleaseResult(true, released == 0 ? "Nothing is held." : $"{released} resource(s) given back.");
                }

                var rows = mine.GetRange(0, Math.Min(MaxResources, mine.Count));
                await GiveBackAsync(fence, incidentId, rows, cancellationToken);
                released += rows.Count;
            }
        }, cancellationToken);

    /// <summary>All leases that are held, for pages and the reconciler.</summary>
    public async Task<IReadOnlyList<Lease>> LeasesAsync(CancellationToken cancellationToken = default) =>
        [.. (await _control.LeasesAsync(cancellationToken)).Select(r => r.Value).OfType<Lease>()];

    private static IReadOnlyList<string> Canonical(IReadOnlyList<string> resources) =>
        [.. resources.Select(r => r.TrimEnd('/').ToLowerInvariant()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static IReadOnlyList<ResourceFacts> Facts(IReadOnlyList<string> resources) => [.. resources.Select(r => new ResourceFacts(r))];

    private static bool IsOf(RunOnResource run, string incidentId) =>
        run.EndedAt is null && string.Equals(run.IncidentId, incidentId, StringComparison.Ordinal);

    private async Task GiveBackAsync(ControlRow<FenceCounter> fence, string incidentId, List<ControlRow<Lease>> rows, CancellationToken cancellationToken)
    {
        var changes = new List<RecordChange>();
        foreach (var row in rows)
        {
            var ran = await _control.ReadAsync<RunHistory>(ControlPartition.RanRow(row.Value!.Resource), cancellationToken);
            changes.Add(row.Remove());
            if (ran.Value is { } history)
            {
                changes.Add(ran.Write(Ended(history, incidentId)));
            }
        }

        // A fence that cannot be read stays as it is: nobody reserves under it, and nobody remembers leases by it.
        await (fence.Unreadable
            ? _control.CommitAsync(changes, cancellationToken)
            : _control.CommitAsync(fence, fence.Value?.Last ?? 0, rows.Select(r => r.Value!.Resource), changes, cancellationToken));
    }

    private static async Task<T> InTurnAsync<T>(SemaphoreSlim turn, Func<Task<T>> attempt, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            return await RetryAsync(attempt);
        }
        finally
        {
            turn.Release();
        }
    }

    private static async Task<T> RetryAsync<T>(Func<Task<T>> attempt)
    {
        for (var round = 1; ; round++)
        {
            try
            {
                return await attempt();
            }
            catch (RecordConflictException) when (round < MaxRounds)
            {
                await Task.Yield();
            }
        }
    }

    private RunHistory Ended(RunHistory history, string incidentId) => history with
    {
        // A run that changed nothing costs nobody a run or a cooldown.
        Runs = [.. history.Runs.Where(r => !IsOf(r, incidentId) || r.Acted).Select(r => IsOf(r, incidentId) ? r with { EndedAt = clock.GetUtcNow() } : r)],
    };

    // Which they are is known without reading all; how they stand is read.
    private async Task<List<ControlRow<Lease>>> LeasesOfAsync(ControlRow<FenceCounter> fence, string incidentId, CancellationToken cancellationToken)
    {
        var held = await _control.HeldAsync(fence, cancellationToken) ?? await LeasesAsync(cancellationToken);
        var mine = new List<ControlRow<Lease>>();
        foreach (var resource in held.Where(l => string.Equals(l.IncidentId, incidentId, StringComparison.Ordinal)).Select(l => l.Resource))
        {
            var row = await _control.ReadAsync<Lease>(ControlPartition.LeaseRow(resource), cancellationToken);
            if (row.Value is { } lease && string.Equals(lease.IncidentId, incidentId, StringComparison.Ordinal))
            {
                mine.Add(row);
            }
        }

        return mine;
    }

    private Task<ControlSnapshot> SnapshotAsync(GuardrailFacts asked, CancellationToken cancellationToken) =>
        ControlSnapshot.ReadAsync(_control, _budgets, asked, settings, _around, cancellationToken);

    private async Task<(ControlSnapshot Snapshot, IReadOnlyList<Verdict> Verdicts)> StartFactsAsync(
        string holder,
        long fence,
        IReadOnlyList<string> resources,
        ExecutionTerms terms,
        CancellationToken cancellationToken,
        Func<GuardrailFacts, GuardrailSettings, IReadOnlyList<Verdict>>? rules = null)
    {
        rules ??= GuardrailRules.AtStart;
        var lease = resources.Count == 0 ? null : (await _control.ReadAsync<Lease>(ControlPartition.LeaseRow(resources[0]), cancellationToken)).Value;
        var snapshot = await SnapshotAsync(
            new GuardrailFacts
            {
                Now = clock.GetUtcNow(),
                Holder = holder,
                Purpose = terms.Purpose,
                Playbook = lease?.Playbook ?? string.Empty,
                Called = lease?.Called ?? [],
                Action = terms.Action ?? lease?.Action ?? string.Empty,
                Fence = fence,
                Approved = terms.Approved,
                Answers = terms.Answers,
                Cost = terms.Cost,
                Identities = terms.Identities,
                Resources = Facts(resources),
            },
            cancellationToken);
        List<Verdict> verdicts = [.. rules(snapshot.Facts, settings)];
        foreach (var then in (lease?.EarlierSettings ?? []).Append(lease?.Settings).OfType<string>().Where(s => s != _settingsHash))
        {
            verdicts.AddRange(await PinnedAsync(then, snapshot.Facts, rules, cancellationToken));
        }

        return (snapshot, verdicts);
    }

    // The settings under which it was reserved were others: what they refuse stays refused.
    private async Task<IEnumerable<Verdict>> PinnedAsync(
        string hash, GuardrailFacts facts, Func<GuardrailFacts, GuardrailSettings, IReadOnlyList<Verdict>> rules, CancellationToken cancellationToken)
    {
        var row = await _control.ReadAsync<GuardrailSettings>(ControlPartition.SettingsRow(hash), cancellationToken);
        return row.Value is { } then
            ? rules(facts, then).Where(v => v.Kind != VerdictKind.Allowed).Select(v => v with { Reason = $"{v.Reason} (by the settings under which it was reserved)" })
            : [Verdict.Refuse("settings", "The settings under which it was reserved cannot be read.")];
    }

    private GuardrailFacts FactsOf(ReservationRequest request, IReadOnlyList<string> resources) => new()
    {
        Now = clock.GetUtcNow(),
        Holder = request.IncidentId,
        Purpose = request.Purpose,
        Playbook = request.Playbook,
        Called = request.Called,
        Action = request.Action,
        Limits = request.Limits,
        Resources = Facts(resources),
    };

    private async Task<ReservationResult> TryReserveAsync(ReservationRequest request, IReadOnlyList<string> resources, CancellationToken cancellationToken)
    {
        var snapshot = await SnapshotAsync(FactsOf(request, resources), cancellationToken);

        // Asked again after an answer was lost, a step does not stand in its own way.
        var facts = snapshot.Facts with { Recent = snapshot.Facts.Recent is { } recent ? new([.. recent.Actions.Where(a => a.IncidentId != request.IncidentId || a.StepId != request.StepId)]) : null };
        List<Verdict> verdicts = [.. GuardrailRules.AtReserve(facts, settings)];
        if (snapshot.Fence.Unreadable)
        {
            verdicts.Add(Verdict.Refuse(ResourceLeaseRule.Name, "The fencing number cannot be read."));
        }

        if (verdicts.Exists(v => !v.Allowed))
        {
            return new(null, resources, verdicts);
        }

        if (snapshot.Touched.All(t => t.Lease.Value is { } held && held.IncidentId == request.IncidentId && held.Steps.Contains(request.StepId, StringComparer.Ordinal)))
        {
            return new(snapshot.Touched[0].Lease.Value!.Fence, resources, verdicts);
        }

        // A run that reserves once more what it holds goes on holding it: another of its steps may be about to act under that number.
        var held = snapshot.Touched.Select(t => t.Lease.Value?.IncidentId == request.IncidentId ? t.Lease.Value.Fence : (long?)null).Distinct().ToList();
        var number = held is [{ } same] ? same : (snapshot.Fence.Value?.Last ?? 0) + 1;
        var changes = ReservationWriter.Changes(request, snapshot, settings, _settingsHash, number);
        if (await store.ReadAsync(ControlPartition.Name, ControlPartition.SettingsRow(_settingsHash), cancellationToken) is null)
        {
            changes.Add(new RecordChange.Insert(ControlPartition.SettingsRow(_settingsHash), OpsJson.Write(settings)));
        }

        await _control.CommitAsync(snapshot.Fence, Math.Max(number, snapshot.Fence.Value?.Last ?? 0), resources, changes, cancellationToken);
        return new(number, resources, verdicts);
    }
}
