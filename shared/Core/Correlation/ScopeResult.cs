namespace OpsAutomation.Core.Correlation;

/// <summary>What became of one alert in <see cref="ScopeLedger.ApplyAsync"/>.</summary>
/// <param name="Disposition">Its current disposition.</param>
/// <param name="Redelivered">Whether it had been decided before; nothing was written for it now.</param>
public sealed record AppliedAlert(Disposition Disposition, bool Redelivered);

/// <summary>What a call committed, and what the caller owes: drain the partition's outbox, then retire the keys.</summary>
/// <param name="Partition">The partition to drain, also when every alert was a redelivery: the first delivery may have died before its drain.</param>
/// <param name="Alerts">One entry per alert, in the order given, each id once.</param>
/// <param name="OutboxKeys">Keys to retire with <see cref="Records.Outbox.RetireAsync"/> after the drain.</param>
/// <param name="Settle">An order to settle the scope after the drain, which is stored too; null when nothing of it depends on the new alerts.</param>
public sealed record ScopeResult(string Partition, IReadOnlyList<AppliedAlert> Alerts, IReadOnlyList<string> OutboxKeys, SettleOrder? Settle = null);

/// <summary>Whether a scope let go of an incident.</summary>
/// <param name="Closed">Whether new alerts can no longer join it.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="AlertCount">Number of alerts that opened or joined it; 0 when it was not open.</param>
/// <param name="Firing">Ids of the alerts that forbid closing.</param>
public sealed record CloseVerdict(bool Closed, string Reason, int AlertCount, IReadOnlyList<string> Firing);
