using FsCheck;
using FsCheck.Fluent;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation;

namespace OpsAutomation.Unit.Core.Correlation;

/// <summary>Event Grid delivers at least once and in any order; the sender's times say what happened.</summary>
public sealed class OrderOfArrivalTests
{
    [Fact]
    public void Every_permutation_of_one_conditions_stream_ends_as_the_order_of_its_times()
    {
        Alert[] stream = [Fire(1), End(2), Fire(3), End(4), Fire(5)];
        for (var length = 1; length <= stream.Length; length++)
        {
            var inOrder = Final(stream[..length]);
            foreach (var order in Permutations(stream[..length]))
            {
                Assert.Equal(inOrder, Final(order));
            }
        }
    }

    [Fact]
    public void Any_streams_of_several_conditions_duplicated_and_shuffled_end_the_same()
    {
        // Minutes from 1 to 6 for three conditions: equal times are likely, and so are repeats.
        var gen =
            from count in Gen.Choose(1, 12)
            from kinds in Gen.ArrayOf(Gen.Choose(0, 2), count)
            from minutes in Gen.ArrayOf(Gen.Choose(1, 6), count)
            from resources in Gen.ArrayOf(Gen.Choose(0, 2), count)
            from seed in Gen.Choose(0, int.MaxValue - 1)
            from twice in Gen.Choose(0, count)
            select (kinds, minutes, resources, seed, twice);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(gen.ToArbitrary(), c =>
        {
            var events = c.kinds.Select((kind, i) => kind switch
            {
                0 => Fire(c.minutes[i], c.resources[i]),
                1 => End(c.minutes[i], c.resources[i]),
                _ => Open(c.minutes[i], c.resources[i]),
            }).ToArray();
            var inOrder = events.OrderBy(Time).ThenBy(e => e.Status).ToArray();
            var shuffled = events.Concat(events.Take(c.twice)).ToArray();
            new Random(c.seed).Shuffle(shuffled);
            return Final(inOrder) == Final(shuffled);
        }));
    }

    [Fact]
    public void An_end_without_a_time_ends_what_began_then_and_not_what_began_while_it_was_on_its_way()
    {
        var fired = Correlator.Decide(ScopeState.Empty("s"), Fire(1), SomeAlert.Noon);
        var again = Correlator.Decide(fired.Next, Fire(5), SomeAlert.Noon);
        var late = Correlator.Decide(again.Next, Open(1), SomeAlert.Noon);
        Assert.True(Assert.Single(late.Next.Fingerprints).Value.Firing);
        Assert.Single(Assert.Single(late.Next.Open).Value.Firing);
        Assert.Contains("does not say when it ended, only that it began at 2026-11-24 12:01:00 UTC", late.Disposition.Reason, StringComparison.Ordinal);

        var ended = Correlator.Decide(fired.Next, Open(1), SomeAlert.Noon);
        Assert.False(Assert.Single(ended.Next.Fingerprints).Value.Firing);
        Assert.Equal(DispositionKind.Opened, Correlator.Decide(Let(ended.Next), Fire(5), SomeAlert.Noon).Disposition.Kind);
        Assert.Equal(DispositionKind.Resolved, Correlator.Decide(Let(ended.Next), Fire(1), SomeAlert.Noon).Disposition.Kind);
    }

    [Fact]
    public void An_end_that_says_nothing_of_times_counts_as_of_its_receipt()
    {
        var end = Open(30);
        var state = Correlator.Decide(Correlator.Decide(ScopeState.Empty("s"), Fire(1), SomeAlert.Noon).Next, end, SomeAlert.Noon);
        Assert.False(Assert.Single(state.Next.Fingerprints).Value.Firing);
        Assert.Contains("counts as of its receipt, 2026-11-24 12:30:00 UTC", state.Disposition.Reason, StringComparison.Ordinal);
        Assert.Equal(DispositionKind.Resolved, Correlator.Decide(state.Next, Fire(29), SomeAlert.Noon).Disposition.Kind);
    }

    [Fact]
    public void A_resolution_never_opens_and_never_starts_anything() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(Gen.ArrayOf(Gen.Choose(1, 9), 8).ToArbitrary(), minutes =>
        {
            var state = ScopeState.Empty("s");
            foreach (var minute in minutes)
            {
                var decision = Correlator.Decide(state, End(minute, minute % 3), SomeAlert.Noon);
                state = decision.Next;
                if (decision.Effects.Count > 0 || decision.Disposition.Kind != DispositionKind.Resolved)
                {
                    return false;
                }
            }

            return state.Open.IsEmpty;
        }));

    private static Alert Fire(int minute, int resource = 0) => SomeAlert.Firing($"f{minute}-{resource}", $"vm-{resource}", minute: minute);

    private static Alert End(int minute, int resource = 0) => SomeAlert.Resolved($"r{minute}-{resource}", $"vm-{resource}", minute: minute);

    // It says when its condition began and not when it ended, and was on its way for long.
    private static Alert Open(int began, int resource = 0) => SomeAlert.Resolved($"o{began}-{resource}", $"vm-{resource}") with
    {
        StartsAt = SomeAlert.Noon.AddMinutes(began),
        EndsAt = SomeAlert.Noon.AddMinutes(30),
        EndAssumed = true,
        ReceivedAt = SomeAlert.Noon.AddMinutes(30),
    };

    private static ScopeState Let(ScopeState state) => state with { Open = state.Open.Clear() };

    private static DateTimeOffset Time(Alert alert) => Correlator.EventTime(alert);

    /// <summary>
    /// What holds at the end: per condition the newest event and whether it fires in an open incident, after incidents with
    /// nothing firing have been let go. Which alert gave the incident its id depends on who came first, and may.
    /// </summary>
    private static string Final(IEnumerable<Alert> events)
    {
        var state = ScopeState.Empty("s");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var alert in events.Where(e => seen.Add(e.Id)))
        {
            state = Correlator.Decide(state, alert, SomeAlert.Noon).Next;
            Assert.All(state.Fingerprints, f => Assert.Equal(f.Value.Firing, state.Open.Values.Count(i => i.Firing.ContainsKey(f.Key)) == 1));
        }

        var fingerprints = state.Fingerprints.Select(f => $"{f.Key} {f.Value.Firing} {f.Value.LastEventAt:O}");
        var open = state.Open.Values.Where(i => i.Firing.Count > 0).Select(i => string.Join('+', i.Firing.Keys.Order(StringComparer.Ordinal)));
        return string.Join('\n', fingerprints.Concat(open.Order(StringComparer.Ordinal)));
    }

    private static IEnumerable<Alert[]> Permutations(Alert[] items) =>
        items.Length <= 1
            ? [items]
            : items.SelectMany((item, i) => Permutations([.. items[..i], .. items[(i + 1)..]]).Select(rest => (Alert[])[item, .. rest]));
}
