using OpsAutomation.Core.Guardrails.Settings;
using OpsAutomation.Core.Records;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Guardrails.Budgets;

/// <summary>
/// The states of error budgets as they were last reported, one row <c>budget-{service}</c> each in the partition <c>control</c>.
/// Whoever computes SLOs reports here; guardrails read. A state that is old or cannot be read is unknown.
/// </summary>
public sealed class BudgetBook(IRecordStore store)
{
    private readonly ControlPartition _control = new(store);

    /// <summary>Reports the state of a service's budget; an older report than the one that stands changes nothing.</summary>
    /// <exception cref="RecordConflictException">Another report came in between; the next one will do.</exception>
    public async Task ReportAsync(BudgetReport report, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        var row = await _control.ReadAsync<BudgetReport>(ControlPartition.BudgetRow(report.Service), cancellationToken);
        if (row.Value is not { } stands || stands.At <= report.At)
        {
            await _control.CommitAsync([row.Write(report)], cancellationToken);
        }
    }

    /// <summary>How the budget of a service stands.</summary>
    /// <param name="service">The service, or null when the resource belongs to none.</param>
    /// <param name="settings">Which services have an SLO, and how old a report may be.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<BudgetReading> ReadAsync(Service? service, BudgetSettings settings, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (service is null)
        {
            return new(BudgetState.NoService, "It belongs to no service of the catalogue.");
        }

        var row = await _control.ReadAsync<BudgetReport>(ControlPartition.BudgetRow(service.Name), cancellationToken);
        return Judge(service, row.Unreadable, row.Value, settings, now);
    }

    /// <summary>The judgement; pure.</summary>
    internal static BudgetReading Judge(Service service, bool unreadable, BudgetReport? report, BudgetSettings settings, DateTimeOffset now)
    {
        if (unreadable)
        {
            return new(BudgetState.Unknown, $"The state of {service.Name}'s error budget cannot be read.", service.Tier);
        }

        if (report is null)
        {
            return settings.Services.Contains(service.Name, StringComparer.Ordinal)
                ? new(BudgetState.Unknown, $"{service.Name} has an SLO, and no state of its error budget was ever reported.", service.Tier)
                : new(BudgetState.NoSlo, $"{service.Name} has no SLO.", service.Tier);
        }

        // A report from the future is a wrong clock: nothing can be said of its age.
        if (now - report.At > settings.MaxAge || report.At - now > settings.MaxAge || !double.IsFinite(report.Remaining))
        {
            return new(BudgetState.Unknown, $"The last state of {service.Name}'s error budget is from {report.At:u}.", service.Tier);
        }

        return report is { Remaining: > 0, FrozenSince: { } since }
            ? new(BudgetState.Spent, $"{service.Name}'s error budget ({report.Slo}) is spent too fast, and since {since:u} risky automation is kept back.", service.Tier)
            : report.Remaining > 0
            ? new(BudgetState.Available, $"{report.Remaining:P0} of {service.Name}'s error budget ({report.Slo}) is left.", service.Tier)
            : new(BudgetState.Spent, $"{service.Name}'s error budget ({report.Slo}) is spent.", service.Tier);
    }
}
