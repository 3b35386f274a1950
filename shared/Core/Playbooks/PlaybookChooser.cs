using OpsAutomation.Core.Actions;

namespace OpsAutomation.Core.Playbooks;

/// <summary>Chooses the playbook for an incident. When two fit equally well a person chooses: guessing is not safe.</summary>
public static class PlaybookChooser
{
    // Said here too, whatever a playbook that never went through lint may ask for.
    private const string Unknown = "unknown";

    /// <summary>The playbook whose match names category, resource type and service; one that names the service goes before one for every service, one that names the type before one for any.</summary>
    /// <param name="category">Category of the classification.</param>
    /// <param name="resourceType">ARM type of the incident's resource, or null.</param>
    /// <param name="service">Service of the catalogue, or null.</param>
    /// <param name="playbooks">All playbooks.</param>
    public static PlaybookChoice Choose(string category, string? resourceType, string? service, IReadOnlyCollection<Playbook> playbooks)
    {
        ArgumentNullException.ThrowIfNull(playbooks);
        if (string.Equals(category, Unknown, StringComparison.Ordinal))
        {
            return new(null, "Nobody knows what kind of trouble it is, and automation does not guess: a person sorts it out.");
        }

        var fitting = playbooks.Where(p => Fits(p.Match, category, resourceType, service)).ToList();
        if (fitting.Count == 0)
        {
            return string.IsNullOrEmpty(resourceType)
                ? new(null, "The alert names no resource, or none that its sender may name, so no playbook can act on one.")
                : new(null, $"No playbook is for category {category} on {resourceType}{(service is null ? string.Empty : $" of service {service}")}.");
        }

        var best = Narrow(Narrow(fitting, p => p.Match.Services.Count > 0), p => !IsForAny(p.Match));
        if (best.Count > 1)
        {
            return new(null, $"Playbooks {string.Join(" and ", best.Select(p => p.Name).Order(StringComparer.Ordinal))} fit equally well; a person chooses.");
        }

        var chosen = best[0];
        var specific = chosen.Match.Services.Count > 0 ? $", for service {service}" : string.Empty;
        var on = IsForAny(chosen.Match) ? string.Empty : $" on {chosen.Match.ResourceType}";
        return new(chosen, $"Playbook {chosen.Name} {chosen.Version} is for category {category}{on}{specific}.");
    }

    private static List<Playbook> Narrow(List<Playbook> playbooks, Predicate<Playbook> closer) =>
        playbooks.Exists(closer) ? playbooks.FindAll(closer) : playbooks;

    private static bool IsForAny(PlaybookMatch match) => string.Equals(match.ResourceType, ActionDescriptor.AnyResource, StringComparison.Ordinal);

    private static bool Fits(PlaybookMatch match, string category, string? resourceType, string? service) =>
        string.Equals(match.Category, category, StringComparison.Ordinal)
        && (IsForAny(match) || string.Equals(match.ResourceType, resourceType, StringComparison.OrdinalIgnoreCase))
        && (match.Services.Count == 0 || match.Services.Contains(service, StringComparer.Ordinal));
}

/// <summary>The playbook chosen, or none, and why.</summary>
/// <param name="Playbook">The playbook, or null when a person must choose.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record PlaybookChoice(Playbook? Playbook, string Reason)
{
    /// <summary>The choice for an incident that is a person's alone: a playbook that only tells stays, for it acts on nothing; no other does.</summary>
    /// <param name="personOnly">Why it is a person's alone; null where it is not.</param>
    public PlaybookChoice For(string? personOnly) =>
        personOnly is null || Playbook?.OnlyTells() == true ? this : new PlaybookChoice(null, $"{personOnly}.");
}
