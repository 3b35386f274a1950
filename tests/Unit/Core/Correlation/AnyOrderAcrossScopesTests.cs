using FsCheck.Fluent;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Unit.Core.Correlation;

/// <summary>Whatever comes first, twice, or late: after settling, the same conditions are told, explained or over (alertmanager#2229).</summary>
public sealed class AnyOrderAcrossScopesTests
{
    // Two hosts, each in a scope of its own; on each, two conditions of two services that the host's alert explains; and one
    // service whose alert explains, in turn, what fires in another.
    private const string Rules = """
        inhibitions:
          - name: host-down
            source: [rule = host-down]
            target: [rule =~ "cpu|errors"]
            equal: [resource]
          - name: errors-explain-latency
            source: [rule = errors]
            target: [rule = latency]
            equal: [resource]
        """;

    private static readonly (string Rule, string Service)[] Conditions =
        [("host-down", "platform"), ("cpu", "shop"), ("errors", "shop"), ("latency", "checkout")];

    [Fact]
    public void Any_order_and_any_repetition_ends_as_the_order_of_times()
    {
        var gen =
            from count in Gen.Choose(1, 14)
            from conditions in Gen.ArrayOf(Gen.Choose(0, Conditions.Length - 1), count)
            from hosts in Gen.ArrayOf(Gen.Choose(1, 2), count)
            from kinds in Gen.ArrayOf(Gen.Choose(0, 2), count)
            from minutes in Gen.ArrayOf(Gen.Choose(1, 7), count)
            from seed in Gen.Choose(0, int.MaxValue - 1)
            from twice in Gen.Choose(0, count)
            select (conditions, hosts, kinds, minutes, seed, twice);
        OrderCampaign.Check(150, gen, c =>
        {
            var events = c.conditions.Select((condition, i) => Event(condition, c.hosts[i], c.kinds[i] < 2, c.minutes[i])).DistinctBy(e => e.Id).ToArray();
            var inOrder = events.OrderBy(Correlator.EventTime).ThenBy(e => e.Status).ThenBy(e => e.Id, StringComparer.Ordinal).ToArray();
            var shuffled = events.Concat(events.Take(c.twice)).ToArray();
            new Random(c.seed).Shuffle(shuffled);
            var (one, two) = (EndOfAsync(inOrder, drainAtOnce: true).GetAwaiter().GetResult(), EndOfAsync(shuffled, c.seed % 2 == 0).GetAwaiter().GetResult());
            Assert.Equal(one, two);
        });
    }

    private static Alert Event(int condition, int host, bool firing, int minute)
    {
        var (rule, service) = Conditions[condition];
        var id = $"{(firing ? "f" : "r")}-{condition}-{host}-{minute}";
        return firing ? SomeAlert.Firing(id, $"host-{host}", service, rule, minute) : SomeAlert.Resolved(id, $"host-{host}", service, rule, minute);
    }

    private static async Task<string> EndOfAsync(Alert[] events, bool drainAtOnce)
    {
        var estate = new Estate(Rules);
        foreach (var alert in events)
        {
            await (drainAtOnce ? estate.ReceiveAsync(alert) : estate.DecideOnlyAsync(alert));
        }

        foreach (var scope in Conditions.Select(c => c.Service).Distinct(StringComparer.Ordinal).OrderByDescending(s => s, StringComparer.Ordinal))
        {
            await estate.DrainAsync($"scope-{scope}");
        }

        var lines = new List<string>();
        foreach (var scope in Conditions.Select(c => c.Service).Distinct(StringComparer.Ordinal))
        {
            lines.Add($"{scope}: {string.Join(' ', await estate.FiringAsync(scope))}");
            foreach (var row in estate.Store.Rows($"scope-{scope}").Where(r => r.Row.StartsWith("fp-", StringComparison.Ordinal)))
            {
                var known = OpsJson.Read<FingerprintState>(row.Body);
                var current = known.Newest is { } newest ? Told((await estate.HistoryAsync(newest))[^1].Kind) : "over";
                lines.Add($"{row.Row} {known.Firing} {known.Since:O} {known.LastEventAt:O} {known.Newest?.Id} {known.Withheld?.Kind} {known.Withheld?.By} {current}");
            }
        }

        return string.Join('\n', lines);
    }

    // Whether the newest alert opened, joined or repeated depends on who came first, and may: it is told in each case.
    private static string Told(DispositionKind kind) =>
        kind is DispositionKind.Opened or DispositionKind.Merged or DispositionKind.Deduplicated ? "told" : kind.ToString();
}
