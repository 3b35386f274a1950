using OpsAutomation.Core.Alerts.Senders;

namespace OpsAutomation.Core.Telemetry.Heartbeats;

/// <summary>A source that must be heard of, and whether its silence was raised.</summary>
/// <param name="Source">The source.</param>
/// <param name="Expected">What is normal.</param>
/// <param name="Since">When the expectation was first seen: before it, silence means nothing.</param>
/// <param name="Silence">The silence that was raised and has not ended, or null.</param>
public sealed record ExpectedSource(string Source, Heartbeat Expected, DateTimeOffset Since, RaisedSilence? Silence = null);

/// <summary>A silence that was raised.</summary>
/// <param name="Since">Since when it counts.</param>
/// <param name="RaisedAt">When it was raised.</param>
public sealed record RaisedSilence(DateTimeOffset Since, DateTimeOffset RaisedAt);

/// <summary>The watch over heartbeats itself.</summary>
/// <param name="LastRun">When it looked last.</param>
/// <param name="ListeningSince">Since when this system has listened without a gap: what was silent before may have spoken to nobody.</param>
public sealed record WatchRun(DateTimeOffset LastRun, DateTimeOffset ListeningSince);

/// <summary>What the watch found, which is to be raised as an alert.</summary>
/// <param name="Source">The source, with what is normal for it.</param>
/// <param name="Since">Since when its silence counts.</param>
/// <param name="EndedAt">When the silence ended; null for one that begins.</param>
/// <param name="LastHeard">When the source was heard of last, or null.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record HeartbeatNews(ExpectedSource Source, DateTimeOffset Since, DateTimeOffset? EndedAt, DateTimeOffset? LastHeard, string Reason);

/// <summary>One look at all heartbeats.</summary>
/// <param name="Run">The watch after it.</param>
/// <param name="Expected">Every expected source after it.</param>
/// <param name="Forgotten">Sources of which nothing is expected any more.</param>
/// <param name="News">What is to be raised; each thing once, if what is returned here is kept.</param>
public sealed record HeartbeatRound(WatchRun Run, IReadOnlyList<ExpectedSource> Expected, IReadOnlyList<string> Forgotten, IReadOnlyList<HeartbeatNews> News);
