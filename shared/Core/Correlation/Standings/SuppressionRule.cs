using OpsAutomation.Core.Correlation.Climates;

namespace OpsAutomation.Core.Correlation.Standings;

/// <summary>
/// A maintenance window or a silence hides it, until that ends: what still fires then is told (azure-docs#56666: it never
/// was). What was told before it began stays where it is: somebody may be at work on it.
/// </summary>
public sealed class SuppressionRule : IStandingRule
{
    /// <inheritdoc/>
    public bool Withdraws => false;

    /// <inheritdoc/>
    public Standing? Judge(Candidate candidate, Climate climate, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(climate);
        return climate.Calendar.For(candidate.Alert, now) is { } hidden
            ? new Standing(DispositionKind.Suppressed, "calendar", hidden.Mark, $"It is hidden by the {hidden.Text}", $"Without the {hidden.Mark}") { Until = hidden.Until }
            : null;
    }
}
