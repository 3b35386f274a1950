namespace OpsAutomation.Core.Guardrails.Budgets;

/// <summary>How an error budget stands.</summary>
public enum BudgetState
{
    /// <summary>Whether the service has an SLO, and how it stands, is not known.</summary>
    Unknown,

    /// <summary>Some of it is left.</summary>
    Available,

    /// <summary>Nothing is left.</summary>
    Spent,

    /// <summary>The service has no SLO; its tier decides.</summary>
    NoSlo,

    /// <summary>The resource belongs to no known service.</summary>
    NoService,
}

/// <summary>How an error budget stands, and what was seen.</summary>
/// <param name="State">How it stands.</param>
/// <param name="Reason">What was seen, for a person.</param>
/// <param name="Tier">Tier of the service, 1 to 4; 0 when it has none.</param>
public sealed record BudgetReading(BudgetState State, string Reason, int Tier = 0)
{
    /// <summary>Nobody has read it.</summary>
    public static BudgetReading Unread { get; } = new(BudgetState.Unknown, "The error budget was not read.");
}

/// <summary>A reported state.</summary>
/// <param name="Service">The service.</param>
/// <param name="Remaining">Share of the budget that is left; zero or less is spent.</param>
/// <param name="Slo">Name of the SLO that has the least left.</param>
/// <param name="At">When it was measured.</param>
/// <param name="FrozenSince">Since when risky automation is kept back because the budget is spent too fast; null when it is not.</param>
public sealed record BudgetReport(string Service, double Remaining, string Slo, DateTimeOffset At, DateTimeOffset? FrozenSince = null);
