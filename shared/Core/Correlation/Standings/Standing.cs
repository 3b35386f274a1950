namespace OpsAutomation.Core.Correlation.Standings;

/// <summary>
/// Why a condition that fires is in no incident of its own scope. A condition without one is active: it is in an incident,
/// and people or a playbook have it.
/// </summary>
/// <param name="Kind">Suppressed, Inhibited, Held, Summarised or Merged (into an incident of another scope).</param>
/// <param name="Rule">The rule that says so, for example <c>inhibition platform-down</c>.</param>
/// <param name="By">What the rule names as the cause: an alert, a window, an incident. A change of it is a change of standing.</param>
/// <param name="Reason">Why, in a sentence for a person.</param>
/// <param name="Unless">The condition of the counterfactual: "Had … not been", to which what would have happened is added.</param>
public sealed record Standing(DispositionKind Kind, string Rule, string By, string Reason, string Unless)
{
    /// <summary>The incident that has it, or null.</summary>
    public string? IncidentId { get; init; }

    /// <summary>
    /// Set where an incident of its own gathers such conditions: what they have in common, for a person. <see cref="By"/> is
    /// the key of that incident then, and <see cref="IncidentId"/> is null until it has begun.
    /// </summary>
    public string? Gathers { get; init; }

    /// <summary>When to look again at the latest, or null for the usual time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether this is the same fate for the same cause; the wording may differ.</summary>
    public bool SameAs(Standing? other) =>
        other is not null && Kind == other.Kind && Rule == other.Rule && By == other.By && IncidentId == other.IncidentId;
}
