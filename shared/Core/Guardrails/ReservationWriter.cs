using OpsAutomation.Core.Guardrails.Breakers;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Guardrails;

/// <summary>The batch of a reservation that every guardrail let pass; each change stands only on what was read.</summary>
internal static class ReservationWriter
{
    internal static List<RecordChange> Changes(ReservationRequest request, ControlSnapshot snapshot, GuardrailSettings settings, string settingsHash, long number)
    {
        var facts = snapshot.Facts;
        var now = facts.Now;
        var cooldown = request.Limits.Cooldown > settings.MinimumCooldown ? request.Limits.Cooldown : settings.MinimumCooldown;

        List<RecordChange> changes =
        [
            .. ActionPages.Add(snapshot.Recent, new CountedAction(request.IncidentId, request.StepId, now)
            {
                Playbook = request.Playbook,
                Called = request.Called,
                Resources = [.. facts.Resources.Select(r => r.Id)],
                Services = [.. facts.Resources.Select(r => r.Service).OfType<string>().Distinct(StringComparer.Ordinal)],
                Subscriptions = [.. facts.Resources.Select(r => r.Subscription).OfType<string>().Distinct(StringComparer.Ordinal)],
            }),
        ];
        if (request.Purpose == ChangePurpose.Step)
        {
            Probe(changes, snapshot.Playbook, facts.PlaybookBreaker, facts, settings);
            foreach (var (row, breaker) in snapshot.Called.Zip(facts.CalledBreakers))
            {
                Probe(changes, row, breaker, facts, settings);
            }

            Probe(changes, snapshot.Action, facts.ActionBreaker, facts, settings);
        }

        foreach (var ((resource, lease, ran), known) in snapshot.Touched.Zip(facts.Resources))
        {
            changes.Add(lease.Write(new Lease(resource, request.IncidentId, number, lease.Value?.TakenAt ?? now, [.. lease.Value?.Steps ?? [], request.StepId], lease.Value?.OperationId)
            {
                Service = known.Service,
                Playbook = request.Playbook,
                Called = [.. (lease.Value?.Called ?? []).Union(request.Called, StringComparer.Ordinal)],
                Action = request.Action,
                Settings = settingsHash,
                EarlierSettings = lease.Value is { Settings: { } then } earlier
                    ? [.. earlier.EarlierSettings.Append(then).Where(s => s != settingsHash).Distinct(StringComparer.Ordinal)]
                    : [],
            }));

            var runs = (ran.Value?.Runs ?? []).Where(r => IsNeeded(r, now)).ToList();
            if (!runs.Exists(r => r.EndedAt is null && r.IncidentId == request.IncidentId))
            {
                runs.Add(new RunOnResource(request.IncidentId, now, null, cooldown, Acted: false));
            }

            changes.Add(ran.Write(new RunHistory(resource, runs)));
        }

        return changes;
    }

    private static void Probe(List<RecordChange> changes, ControlRow<Breaker> row, Breaker? breaker, GuardrailFacts facts, GuardrailSettings settings)
    {
        if (breaker is not null && BreakerFlow.Reserved(breaker, facts.Incident, settings.Breaker, facts.Now) is var after && !ReferenceEquals(after, breaker))
        {
            changes.Add(row.Write(after));
        }
    }

    /// <summary>Whether any rule may still ask for a run.</summary>
    internal static bool IsNeeded(RunOnResource run, DateTimeOffset now) => now - (run.EndedAt ?? run.StartedAt) < Keep(run);

    private static TimeSpan Keep(RunOnResource run) => (run.Cooldown > RunsPerDayRule.Window ? run.Cooldown : RunsPerDayRule.Window) + RunsPerDayRule.Window;
}
