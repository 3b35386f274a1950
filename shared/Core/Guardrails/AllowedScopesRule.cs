using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Guardrails;

/// <summary>Automation acts inside the scopes that were given to it, and nowhere else.</summary>
public static class AllowedScopesRule
{
    /// <summary>Name in verdicts.</summary>
    public const string Name = "scope";

    /// <summary>Stands for everything that a service of <c>services.yaml</c> lists.</summary>
    public const string Catalogue = "catalogue";

    /// <summary>Stands for everything. No file can say it: only code that brings bounds of its own.</summary>
    public const string Everywhere = "*";

    /// <summary>Refuses a resource outside of every scope.</summary>
    public static Verdict Check(GuardrailFacts facts, IReadOnlyList<string> scopes)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(scopes);
        var outside = facts.Resources.FirstOrDefault(r => !scopes.Any(s => Allows(s, r)));
        return outside is null
            ? Verdict.Pass(Name, "It is inside the allowed scopes.")
            : Verdict.Refuse(Name, $"{outside.Id} is outside of what automation may touch: {(scopes.Count == 0 ? "nothing" : string.Join(", ", scopes))}.");
    }

    private static bool Allows(string scope, ResourceFacts resource) => scope switch
    {
        Everywhere => true,
        Catalogue => resource.Service is not null,
        _ => new ResourcePattern(scope).Covers(resource.Id),
    };
}
