namespace OpsAutomation.Integrations.Arm.Budget;

/// <summary>A read that was not made, because the subscription's reads are used up for now. Nothing was sent.</summary>
public sealed class ReadBudgetSpentException : Exception
{
    /// <summary>Says when to try again.</summary>
    public ReadBudgetSpentException(TimeSpan retryAfter)
        : base($"Our own budget of reads of this subscription is used up for now, so Azure was not asked; it can be in {retryAfter.TotalSeconds:0} seconds.") => RetryAfter = retryAfter;

    /// <summary>How long until a read may be made.</summary>
    public TimeSpan RetryAfter { get; }
}
