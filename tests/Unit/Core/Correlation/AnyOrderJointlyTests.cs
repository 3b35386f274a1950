using FsCheck.Fluent;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Records;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Unit.Core.Correlation;

/// <summary>Dependencies, common causes and groupings together: whatever comes first, twice, or late, it ends the same once it is calm.</summary>
public sealed class AnyOrderJointlyTests
{
    private const string Rules = """
        topology: {hops: 2, lookBack: 30m}
        commonCause: {calm: 10m, limits: [{name: rule, by: [rule], resources: 4, within: 5m}]}
        grouping: [{name: cluster, match: [rule = node], by: [label.cluster]}]
        """;

    private static readonly ServiceCatalog Services = new(
    [
        new Service("web", "maria", null, 1, [], [], ["api"]),
        new Service("api", "maria", null, 1, [], [], ["db"]),
        new Service("db", "maria", null, 1, [], [], []),
        new Service("batch", "maria", null, 1, [], [], ["db"]),
    ]);

    private static readonly (string Rule, string Service)[] Conditions =
    [
        ("cpu", "web"), ("cpu", "api"), ("cpu", "db"), ("cpu", "batch"),
        ("errors", "web"), ("errors", "api"), ("errors", "db"),
        ("node", "web"), ("node", "db"), ("node", "batch"),
    ];

    [Fact]
    public void Any_order_and_any_repetition_ends_as_the_order_of_times()
    {
        var gen =
            from count in Gen.Choose(1, 16)
            from conditions in Gen.ArrayOf(Gen.Choose(0, Conditions.Length - 1), count)
            from kinds in Gen.ArrayOf(Gen.Choose(0, 3), count)
            from minutes in Gen.ArrayOf(Gen.Choose(1, 7), count)
            from seed in Gen.Choose(0, int.MaxValue - 1)
            from twice in Gen.Choose(0, count)
            select (conditions, kinds, minutes, seed, twice);
        OrderCampaign.Check(100, gen, c =>
        {
            var events = c.conditions.Select((condition, i) => Event(condition, c.kinds[i] < 3, c.minutes[i])).DistinctBy(e => e.Id).ToArray();
            var inOrder = events.OrderBy(Correlator.EventTime).ThenBy(e => e.Status).ThenBy(e => e.Id, StringComparer.Ordinal).ToArray();
            var shuffled = events.Concat(events.Take(c.twice)).ToArray();
            new Random(c.seed).Shuffle(shuffled);
            var (one, two) = (EndOfAsync(inOrder, drainAtOnce: true).GetAwaiter().GetResult(), EndOfAsync(shuffled, c.seed % 2 == 0).GetAwaiter().GetResult());
            Assert.Equal(one, two);
        });
    }

    private static Alert Event(int condition, bool firing, int minute)
    {
        var (rule, service) = Conditions[condition];
        var id = $"{(firing ? "f" : "r")}-{rule}-{service}-{minute}";
        var alert = firing ? SomeAlert.Firing(id, $"vm-{service}", service, rule, minute) : SomeAlert.Resolved(id, $"vm-{service}", service, rule, minute);
        return alert with { Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["cluster"] = "blue" } };
    }

    private static async Task<string> EndOfAsync(Alert[] events, bool drainAtOnce)
    {
        var estate = new Estate(Rules, Services);
        foreach (var alert in events)
        {
            await (drainAtOnce ? estate.ReceiveAsync(alert) : estate.DecideOnlyAsync(alert));
        }

        foreach (var service in Services.All)
        {
            await estate.DrainAsync($"scope-svc-{service.Name}");
        }

        // Until it is calm, and what a common cause had was told one scope after the other.
        for (var minute = 0; minute < 20; minute++)
        {
            await estate.PassAsync(TimeSpan.FromMinutes(1));
            foreach (var look in (await estate.Keeper.LookAsync()).Where(l => l.Over))
            {
                await estate.Keeper.EndAsync(look);
            }
        }

        var lines = new List<string>();
        foreach (var service in Services.All)
        {
            var scope = ScopeKey.OfService(service.Name);
            lines.Add($"{scope}: {string.Join(' ', await estate.FiringAsync(scope))}");
            foreach (var row in estate.Store.Rows($"scope-{scope}").Where(r => r.Row.StartsWith("fp-", StringComparison.Ordinal)))
            {
                var known = OpsJson.Read<FingerprintState>(row.Body);
                lines.Add($"{row.Row} {known.Firing} {known.Since:O} {known.LastEventAt:O} {known.Newest?.Id} {known.Withheld?.Kind} {known.Withheld?.Rule}");
            }
        }

        return string.Join('\n', lines);
    }
}
