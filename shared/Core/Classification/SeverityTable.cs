using System.Globalization;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Classification;

/// <summary>
/// Our severity: the sender's, weighed with the tier of the service, raised by what the error budget and the category say.
/// The table and where it comes from stand in docs/classification.md. Sev0 is never lowered.
/// </summary>
public static class SeverityTable
{
    /// <summary>Burn rate that uses 2 % of a 30-day budget in an hour (Google, The Site Reliability Workbook, chapter 5, table 5-6).</summary>
    public const double FastBurn = 14.4;

    /// <summary>Burn rate that uses 5 % of a 30-day budget in six hours (same table): the slower of the two that page.</summary>
    public const double SteadyBurn = 6;

    /// <summary>Burn rate that uses the budget up exactly at its end (same table): the one that makes a ticket.</summary>
    public const double SlowBurn = 1;

    // Rows: what the sender says. Columns: tier 1 to 4. What matters less is answered later, by one step for tier 3 and up
    // to two for tier 4; a tier never raises by itself, or each warning on an important service would wake somebody.
    private static readonly Severity[][] Table =
    [
        [Severity.Sev0, Severity.Sev0, Severity.Sev0, Severity.Sev0],
        [Severity.Sev1, Severity.Sev1, Severity.Sev2, Severity.Sev3],
        [Severity.Sev2, Severity.Sev2, Severity.Sev3, Severity.Sev3],
        [Severity.Sev3, Severity.Sev3, Severity.Sev3, Severity.Sev4],
        [Severity.Sev4, Severity.Sev4, Severity.Sev4, Severity.Sev4],
    ];

    /// <summary>Weighs an alert.</summary>
    /// <param name="sender">What the sender says.</param>
    /// <param name="category">The category.</param>
    /// <param name="enrichment">What is known beyond it.</param>
    public static SeverityAssessment Assess(Severity sender, string category, Enrichment enrichment)
    {
        ArgumentNullException.ThrowIfNull(enrichment);
        var service = enrichment.Service;
        var (severity, evidence) = ByTier(sender, service);
        foreach (var (floor, because) in new[] { ByBurn(enrichment, service), ByCategory(category, service) })
        {
            if (floor < severity)
            {
                evidence.Add($"Raised from {severity} to {floor}: {because}.");
                severity = floor;
            }
        }

        if (enrichment.NotKnown.TryGetValue(Enrichment.SloBurnPart, out var why))
        {
            evidence.Add($"What it does to the error budget is {why}, so it does not count.");
        }

        return new SeverityAssessment(severity, evidence);
    }

    private static (Severity Severity, List<string> Evidence) ByTier(Severity sender, Service? service)
    {
        if (service is null)
        {
            // Unlisted is not unimportant: to lower it here would make a gap in the catalogue cost a page.
            return (sender, [$"Severity {sender}: the sender's, since no service of the catalogue is known for it."]);
        }

        var ours = Table[(int)sender][Math.Clamp(service.Tier, 1, 4) - 1];
        return (ours, [ours == sender
            ? $"Severity {ours}: the sender's, on service {service.Name} of tier {service.Tier}."
            : $"Severity {ours}, not the sender's {sender}: service {service.Name} is only of tier {service.Tier}."]);
    }

    private static (Severity Floor, string Because) ByBurn(Enrichment enrichment, Service? service)
    {
        if (enrichment.SloBurn is not { } burn || !(burn.Rate >= SlowBurn))
        {
            return (Severity.Sev4, string.Empty);
        }

        var rate = burn.Rate.ToString("0.#", CultureInfo.InvariantCulture);
        var said = $"the error budget of {AlertText.Clean(burn.Objective, 80)} burns at {rate} times what it can bear";
        return burn.Rate switch
        {
            >= FastBurn => (service?.Tier == 1 ? Severity.Sev0 : Severity.Sev1, said),
            >= SteadyBurn => (Severity.Sev1, said),
            _ => (Severity.Sev3, said),
        };
    }

    private static (Severity Floor, string Because) ByCategory(string category, Service? service) => (category, service?.Tier) switch
    {
        ("credential-compromise", _) => (Severity.Sev1, "a credential in wrong hands opens more than the service that it belongs to"),
        ("security-exposure", _) => (Severity.Sev2, "an exposure is open to everybody until it is closed"),
        ("availability", 1) => (Severity.Sev1, "a service of tier 1 that does not answer is an outage, whatever its alert rule was set to"),
        ("availability", 2) => (Severity.Sev2, "a service of tier 2 that does not answer is an outage, whatever its alert rule was set to"),
        _ => (Severity.Sev4, string.Empty),
    };
}

/// <summary>A severity and why.</summary>
/// <param name="Severity">Ours.</param>
/// <param name="Evidence">Sentences.</param>
public sealed record SeverityAssessment(Severity Severity, IReadOnlyList<string> Evidence);
