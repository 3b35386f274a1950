namespace OpsAutomation.Core.Cost.Ledger;

/// <summary>Which amount it is: one day of one value of one dimension. A second amount under the same key is a restatement.</summary>
/// <param name="Day">Day in UTC, as Cost Management counts days.</param>
/// <param name="Series">Whose amount.</param>
public sealed record CostKey(DateOnly Day, SeriesName Series);

/// <summary>A series of daily amounts.</summary>
/// <param name="Scope">Scope that was asked, for example <c>/subscriptions/…</c>.</param>
/// <param name="Dimension">What the scope is cut by: <c>ServiceName</c>, <c>ResourceGroupName</c>, <c>ResourceId</c>, <c>Meter</c> or <c>tag:owner</c>.</param>
/// <param name="Value">Value of the dimension; empty where Azure names none, as for what carries no tag.</param>
/// <param name="Charge">Kind of charge.</param>
public sealed record SeriesName(string Scope, string Dimension, string Value, ChargeType Charge = ChargeType.Usage);
