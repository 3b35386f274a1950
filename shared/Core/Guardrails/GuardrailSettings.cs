namespace OpsAutomation.Core.Guardrails;

/// <summary>What holds for a whole tenant, from <c>catalog/guardrails.yaml</c>.</summary>
/// <param name="MaxActionsPerHour">Steps that all runs together may begin in 60 minutes.</param>
/// <param name="MinimumCooldown">The least cooldown, whatever a playbook says.</param>
/// <param name="ProtectedTag">Name of the tag that protects a resource or resource group; compared ignoring case, as Azure does.</param>
/// <param name="ProtectedValues">Values of that tag that protect; compared ignoring case.</param>
public sealed record GuardrailSettings(
    int MaxActionsPerHour,
    TimeSpan MinimumCooldown,
    string ProtectedTag,
    IReadOnlyList<string> ProtectedValues)
{
    /// <summary>Runs in a row in which people agreed and which helped, before a playbook's next level is proposed.</summary>
    public int AgreeingRuns { get; init; } = 10;

    /// <summary>Whether tags protect what carries them, and by what; null when they do not.</summary>
    public string? ProtectedBy(IEnumerable<KeyValuePair<string, string>> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        foreach (var (name, value) in tags)
        {
            if (string.Equals(name, ProtectedTag, StringComparison.OrdinalIgnoreCase)
                && ProtectedValues.Contains(value, StringComparer.OrdinalIgnoreCase))
            {
                return $"the tag {name}: {value}";
            }
        }

        return null;
    }
}
