using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Guardrails.Settings;
using OpsAutomation.Core.Guardrails.Spending;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Records;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Testing.Guardrails;

/// <summary>
/// Many incidents that reserve, act and end at the same instant, on any record store. Afterwards it counts what the store
/// let pass against every limit.
/// </summary>
public static class ReservationRace
{
    private const string Group = "/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/rg/providers/microsoft.compute/virtualmachines/";

    /// <summary>Runs it.</summary>
    /// <param name="store">The store that all share.</param>
    /// <param name="clock">The time, which stands still.</param>
    /// <param name="seed">What each incident asks for.</param>
    /// <param name="incidents">How many there are.</param>
    /// <returns>The limits that were passed, in a sentence each; empty when none was.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(IRecordStore store, TimeProvider clock, int seed, int incidents = 24)
    {
        var chance = new Random(seed);
        var settings = new GuardrailSettings(chance.Next(2, 12), TimeSpan.FromSeconds(1), "protected", ["true"])
        {
            Scopes = [AllowedScopesRule.Catalogue],
            Targets = new TargetLimits(chance.Next(1, 4), 100, chance.Next(1, 5), chance.Next(20, 101)),
            RunsPerHour = new RunRates(chance.Next(1, 4), chance.Next(1, 6), chance.Next(1, 6), chance.Next(1, 9)),
            Concurrency = new ConcurrencyLimits(chance.Next(1, 6), chance.Next(1, 4)),
            Loops = new LoopSettings(TimeSpan.FromHours(1), chance.Next(1, 4), chance.Next(1, 6)),
            Spend = new SpendSettings(chance.Next(1, 8), "USD", Restraint.Ask),
        };
        var services = new ServiceCatalog([Service("web", 6), Service("db", 6)]);
        var asks = Enumerable.Range(0, incidents).Select(i => new Ask(
            $"I{i}",
            $"playbook-{chance.Next(2)}",
            [.. Enumerable.Range(0, chance.Next(1, 4)).Select(_ => $"{Group}{(chance.Next(2) == 0 ? "web" : "db")}-{chance.Next(6)}").Distinct(StringComparer.Ordinal)])).ToList();

        // A ledger each, as processes have one each.
        var results = await Task.WhenAll(asks.Select(ask => Task.Run(() => TryAsync(new GuardrailLedger(store, clock, settings, new GuardrailSurroundings(services, [])), ask))));
        var granted = results.Where(r => r.Granted).ToList();
        var passed = new List<string>();
        Most("actions an hour", granted.Count, settings.MaxActionsPerHour);
        Most("runs at once", granted.Count, settings.Concurrency.All);
        Most("runs in the subscription", granted.Count, settings.RunsPerHour.PerSubscription);
        Most("money", (int)Math.Ceiling(results.Sum(r => r.Spent)), (int)settings.Spend.MaxAddedPerHour);
        Each("runs of a playbook", granted.GroupBy(r => r.Ask.Playbook, StringComparer.Ordinal), settings.RunsPerHour.PerPlaybook);
        Each("holders of a resource", granted.SelectMany(r => r.Ask.Resources).GroupBy(r => r, StringComparer.Ordinal), 1);
        var within = granted.SelectMany(r => r.Ask.Resources.Select(id => (Name: services.Find(id)!.Name, r.Ask.Incident, Id: id))).ToList();
        Each("runs in a service", within.Select(w => (w.Name, w.Incident)).Distinct().GroupBy(w => w.Name, StringComparer.Ordinal), Math.Min(Math.Min(settings.Concurrency.PerService, settings.RunsPerHour.PerService), settings.Loops.PerService));
        Each("targets of a run", granted.SelectMany(r => r.Ask.Resources.Select(id => (r.Ask.Incident, id))).GroupBy(p => p.Incident, StringComparer.Ordinal), settings.Targets.PerRun);
        Each("targets in a service", within.GroupBy(w => w.Name, StringComparer.Ordinal), Math.Min(settings.Targets.PerService, Math.Max(1, 6 * settings.Targets.PerServicePercent / 100)));
        if (granted.Count == 0)
        {
            passed.Add("Nobody got anything, though everything was free.");
        }

        if (granted.Select(r => r.Fence).Distinct().Count() != granted.Count)
        {
            passed.Add("Two runs have the same fence.");
        }

        return passed;

        void Most(string what, int count, int limit)
        {
            if (count > limit)
            {
                passed.Add($"{count} {what}; {limit} are allowed (seed {seed}).");
            }
        }

        void Each<T>(string what, IEnumerable<IGrouping<string, T>> groups, int limit)
        {
            foreach (var group in groups)
            {
                Most($"{what} {group.Key}", group.Count(), limit);
            }
        }
    }

    private static async Task<Got> TryAsync(GuardrailLedger ledger, Ask ask)
    {
        var reserved = await ledger.ReserveAsync(new ReservationRequest(ask.Incident, "s", ask.Resources, new PlaybookLimits(6, TimeSpan.FromMinutes(5), 4)) { Playbook = ask.Playbook, Action = "vm.restart" });
        if (reserved.Fence is not { } fence)
        {
            return new Got(ask, null, 0);
        }

        var begun = await ledger.MarkExecutingAsync(ask.Incident, fence, ask.Resources, $"op-{ask.Incident}", new ExecutionTerms(ChangePurpose.Step, false, new PlannedCost(1, "USD"), []));
        return new Got(ask, fence, begun.Any(v => !v.Allowed) ? 0 : 1);
    }

    private static Service Service(string name, int size) => new(name, "ana", null, 1, [], [new ResourcePattern($"{Group}{name}-*")], []) { ExpectedResources = size };

    private sealed record Ask(string Incident, string Playbook, IReadOnlyList<string> Resources);

    private sealed record Got(Ask Ask, long? Fence, double Spent)
    {
        public bool Granted => Fence is not null;
    }
}
