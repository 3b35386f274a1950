using OpsAutomation.Core.Alerts.Senders;

namespace OpsAutomation.Core.Telemetry.Heartbeats;

/// <summary>
/// Decides which sources are silent. Silence counts from the latest of: when the source was heard of, when it was first
/// expected, and since when this system listens without a gap. Pure.
/// </summary>
public static class HeartbeatRules
{
    /// <summary>A longer pause between two looks is downtime of ours: the watch looks every minute.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(3);

    /// <summary>Judges every source.</summary>
    /// <param name="expectations">What the catalogue expects, by source.</param>
    /// <param name="known">The expected sources as the last look left them.</param>
    /// <param name="heard">When each source was heard of, by name.</param>
    /// <param name="run">The watch as the last look left it; null before the first.</param>
    /// <param name="now">The time.</param>
    /// <param name="deaf">Whether accepted alerts do not get through now: nothing can be heard then, and nobody is called silent.</param>
    public static HeartbeatRound Judge(
        IReadOnlyDictionary<string, Heartbeat> expectations,
        IReadOnlyList<ExpectedSource> known,
        IReadOnlyDictionary<string, HeardSource> heard,
        WatchRun? run,
        DateTimeOffset now,
        bool deaf = false)
    {
        ArgumentNullException.ThrowIfNull(expectations);
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(heard);
        var listening = run is null || deaf || now - run.LastRun > LongestPause ? now : run.ListeningSince;
        var news = new List<HeartbeatNews>();
        var expected = new List<ExpectedSource>();
        foreach (var (source, heartbeat) in expectations.OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            var before = known.FirstOrDefault(k => k.Source == source);
            var state = before is null ? new ExpectedSource(source, heartbeat, now)
                : before.Expected == heartbeat ? before
                : before with { Expected = heartbeat, Since = now };
            var last = heard.GetValueOrDefault(source)?.SignOfLife(heartbeat.Rule);
            expected.Add(One(state, last, listening, now, news));
        }

        var forgotten = known.Where(k => !expectations.ContainsKey(k.Source)).ToArray();
        news.AddRange(forgotten.Where(f => f.Silence is not null).Select(f => new HeartbeatNews(
            f, f.Silence!.Since, now, heard.GetValueOrDefault(f.Source)?.SignOfLife(f.Expected.Rule), "It need not be heard of any more.")));
        return new HeartbeatRound(new WatchRun(now, listening), expected, [.. forgotten.Select(f => f.Source)], news);
    }

    /// <summary>From when on silence of a source counts.</summary>
    public static DateTimeOffset Base(ExpectedSource source, DateTimeOffset? lastHeard, DateTimeOffset listeningSince)
    {
        ArgumentNullException.ThrowIfNull(source);
        var since = source.Since > listeningSince ? source.Since : listeningSince;
        return lastHeard > since ? lastHeard.Value : since;
    }

    private static ExpectedSource One(ExpectedSource source, DateTimeOffset? last, DateTimeOffset listening, DateTimeOffset now, List<HeartbeatNews> news)
    {
        if (source.Silence is { } silence)
        {
            // A sign of life that was itself long ago is no end of the silence: the backlog of an outage may hold many.
            if (last is not { } spoke || spoke <= silence.Since || now - spoke >= source.Expected.Expect)
            {
                return source;
            }

            news.Add(new HeartbeatNews(source, silence.Since, spoke, spoke, "It is heard of again."));
            return source with { Silence = null };
        }

        var since = Base(source, last, listening);
        if (now - since < source.Expected.Expect)
        {
            return source;
        }

        news.Add(new HeartbeatNews(source, since, null, last, $"Nothing was heard of it for {source.Expected.Expect}."));
        return source with { Silence = new RaisedSilence(since, now) };
    }
}
