using System.Collections.Frozen;

namespace OpsAutomation.Core.Classification;

/// <summary>
/// Every category that there is. Closed on purpose: playbooks, routing and reports are written against these words, and a
/// word that only one rule knows leads nowhere. Described for people in docs/classification.md.
/// </summary>
public static class Categories
{
    /// <summary>The categories in the order of the documentation, each with what it means.</summary>
    public static IReadOnlyList<Category> All { get; } =
    [
        new("saturation-cpu", "Processors are busy to the point that work waits."),
        new("saturation-memory", "Memory is nearly used up, or processes are ended for want of it."),
        new("saturation-disk", "A disk, volume or file system is nearly full, or its throughput is used up."),
        new("saturation-connections", "Connections, ports, threads, pools or queues are used up."),
        new("availability", "It does not answer, is down, or restarts over and over."),
        new("latency", "It answers, too slowly."),
        new("errors", "It answers with errors."),
        new("deploy-regression", "It became worse soon after a deployment, or a deployment failed half-way."),
        new("dependency-failure", "Something that it needs is failing, so mending it alone cannot help."),
        new("platform-health", "The cloud under it has a problem or announces one."),
        new("credential-expiry", "A certificate, secret, key or token has expired or soon will."),
        new("credential-compromise", "A credential is known or suspected to be in wrong hands."),
        new("security-exposure", "Something is open that should be closed, or an attack was seen that used no stolen credential."),
        new("cost-anomaly", "Spend is far from what is usual."),
        new("cost-idle", "Capacity is paid for and not used."),
        new("budget", "A budget's threshold was passed, or is forecast to be."),
        new("configuration-drift", "What runs differs from what is declared, or breaks a policy."),
        new("telemetry-outage", "What should report does not: blindness, not health."),
        new("alert-storm", "So many alerts at once that they are one event."),
        new("automation-over-action", "Automation acts too often, or what it does does not help: it is stopped, and a person looks."),
        new("slo-drift", "An objective is missed, or its error budget burns faster than it may; by which symptom is not told."),
        new("quota", "A limit of the provider or of a plan is reached, or refuses requests."),
        new("change", "Somebody changed something. Information alone."),
    ];

    private static readonly FrozenSet<string> Names = All.Select(c => c.Name).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a word is a category; <see cref="ClassificationResult.Unknown"/> is none.</summary>
    public static bool Knows(string name) => Names.Contains(name);
}

/// <summary>One category.</summary>
/// <param name="Name">Kebab-case word.</param>
/// <param name="Meaning">One sentence.</param>
public sealed record Category(string Name, string Meaning);
