using FsCheck;
using FsCheck.Fluent;
using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Core.Telemetry.Heartbeats;

namespace OpsAutomation.Unit.Core.Telemetry;

public sealed class HeartbeatRulesTests
{
    private const string Name = "alertmanager";
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly Heartbeat Ten = new(TimeSpan.FromMinutes(10));

    [Fact]
    public void A_source_that_stays_silent_is_raised_once_and_ended_once()
    {
        var watch = new Watch(Ten);
        watch.Hear(Noon);

        var news = watch.Run(from: 0, to: 25);
        watch.Hear(Noon.AddMinutes(25).AddSeconds(10));
        var more = watch.Run(26, 34);

        var raised = Assert.Single(news);
        Assert.Equal((10, Noon, null), (raised.Minute, raised.News.Since, raised.News.EndedAt));
        var ended = Assert.Single(more);
        Assert.Equal((26, Noon, Noon.AddMinutes(25).AddSeconds(10)), (ended.Minute, ended.News.Since, ended.News.EndedAt));
    }

    [Fact]
    public void A_source_that_was_never_heard_of_has_its_whole_time_from_when_it_was_first_expected()
    {
        var watch = new Watch(Ten);

        var raised = Assert.Single(watch.Run(0, 30));

        Assert.Equal((10, Noon, null), (raised.Minute, raised.News.Since, raised.News.LastHeard));
    }

    [Fact]
    public void Our_own_downtime_is_nobodys_silence()
    {
        var watch = new Watch(Ten);
        watch.Hear(Noon);
        watch.Run(0, 5);

        Assert.Empty(watch.Run(40, 49));
        Assert.Equal(50, Assert.Single(watch.Run(50, 55)).Minute);
    }

    [Fact]
    public void While_alerts_do_not_get_through_nobody_is_called_silent()
    {
        var watch = new Watch(Ten);
        watch.Run(0, 5);

        Assert.Empty(watch.Run(6, 40, deaf: true));
        Assert.Equal(50, Assert.Single(watch.Run(41, 55)).Minute);
    }

    [Fact]
    public void A_backlog_of_old_alerts_does_not_end_a_silence()
    {
        var watch = new Watch(Ten);
        watch.Run(0, 20);
        watch.Hear(Noon.AddMinutes(5));

        Assert.Empty(watch.Run(21, 22));
    }

    [Fact]
    public void Where_a_rule_counts_other_alerts_are_no_sign_of_life()
    {
        var watch = new Watch(Ten with { Rule = "Watchdog" });
        for (var minute = 0; minute < 12; minute++)
        {
            watch.Hear(Noon.AddMinutes(minute));
            watch.Run(minute, minute);
        }

        Assert.NotNull(watch.Expected.Silence);
        watch.Hear(Noon.AddMinutes(12), "Watchdog");
        Assert.NotNull(Assert.Single(watch.Run(12, 12)).News.EndedAt);
    }

    [Fact]
    public void A_changed_expectation_begins_anew_and_one_that_is_gone_ends_its_silence()
    {
        var watch = new Watch(Ten);
        watch.Run(0, 8);
        watch.Expect(Ten with { Expect = TimeSpan.FromMinutes(5) });
        Assert.Equal(14, Assert.Single(watch.Run(9, 20)).Minute);

        watch.Expect(null);
        var ended = Assert.Single(watch.Run(21, 21));
        Assert.Equal(Noon.AddMinutes(21), ended.News.EndedAt);
        Assert.Empty(watch.Run(22, 23));
    }

    [Fact]
    public void No_silence_is_raised_before_its_time_and_each_once() =>
        Prop.ForAll(
            Gen.ArrayOf(Gen.Choose(0, 100)).ToArbitrary(),
            Gen.Choose(2, 20).ToArbitrary(),
            (int[] choices, int expect) =>
            {
                var watch = new Watch(new Heartbeat(TimeSpan.FromMinutes(expect)));
                DateTimeOffset? heard = null;
                var open = false;
                for (var minute = 0; minute < choices.Length; minute++)
                {
                    var now = Noon.AddMinutes(minute);
                    if (choices[minute] < 20)
                    {
                        heard = now.AddSeconds(-choices[minute]);
                        watch.Hear(heard.Value);
                    }

                    foreach (var (_, news) in watch.Run(minute, minute, deaf: choices[minute] > 95))
                    {
                        Assert.NotEqual(open, news.EndedAt is null);
                        open = news.EndedAt is null;
                        if (open)
                        {
                            Assert.True(now - news.Since >= TimeSpan.FromMinutes(expect));
                            Assert.True(heard is null || heard <= news.Since);
                        }
                        else
                        {
                            Assert.True(heard > news.Since);
                        }
                    }

                    Assert.Equal(open, watch.Expected.Silence is not null);
                }
            }).QuickCheckThrowOnFailure();

    /// <summary>The watch on one source, minute by minute.</summary>
    private sealed class Watch(Heartbeat? heartbeat)
    {
        private readonly Dictionary<string, HeardSource> _heard = new(StringComparer.Ordinal);
        private Heartbeat? _heartbeat = heartbeat;
        private IReadOnlyList<ExpectedSource> _known = [];
        private WatchRun? _run;

        public ExpectedSource Expected => _known.Single();

        public void Expect(Heartbeat? heartbeat) => _heartbeat = heartbeat;

        public void Hear(DateTimeOffset at, string? rule = null)
        {
            var heard = new HeardSource(Name, at, rule, rule is null ? null : at);
            _heard[Name] = _heard.TryGetValue(Name, out var before) ? before.With(heard) : heard;
        }

        public IReadOnlyList<(int Minute, HeartbeatNews News)> Run(int from, int to, bool deaf = false)
        {
            var news = new List<(int, HeartbeatNews)>();
            for (var minute = from; minute <= to; minute++)
            {
                var expectations = new Dictionary<string, Heartbeat>(StringComparer.Ordinal);
                if (_heartbeat is { } expected)
                {
                    expectations[Name] = expected;
                }

                var round = HeartbeatRules.Judge(expectations, _known, _heard, _run, Noon.AddMinutes(minute), deaf);
                (_known, _run) = (round.Expected, round.Run);
                news.AddRange(round.News.Select(n => (minute, n)));
            }

            return news;
        }
    }
}
