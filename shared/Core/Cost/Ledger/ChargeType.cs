namespace OpsAutomation.Core.Cost.Ledger;

/// <summary>What kind of charge an amount is. Only <see cref="Usage"/> is searched for anomalies: the others come by decision, not by load.</summary>
public enum ChargeType
{
    /// <summary>What was used.</summary>
    Usage,

    /// <summary>What was bought for a time: reservations, savings plans, marketplace.</summary>
    Purchase,

    /// <summary>Money taken off a bill.</summary>
    Credit,

    /// <summary>Money given back.</summary>
    Refund,
}
