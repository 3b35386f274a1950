using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Guardrails;

/// <summary>Resources that the settings name are left to people, whatever their tags say.</summary>
public static class ProtectedListRule
{
    /// <summary>Name in verdicts.</summary>
    public const string Name = "protected-list";

    /// <summary>Refuses what a pattern covers, and what contains something that a pattern names: a change of a site reaches its slots.</summary>
    public static Verdict Check(GuardrailFacts facts, IReadOnlyList<string> patterns)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(patterns);
        foreach (var resource in facts.Resources)
        {
            if (patterns.FirstOrDefault(p => new ResourcePattern(p).Touches(resource.Id)) is { } pattern)
            {
                return Verdict.Refuse(Name, $"{resource.Id} is protected by the settings ({pattern}).");
            }
        }

        return Verdict.Pass(Name, "The settings do not protect it.");
    }
}
