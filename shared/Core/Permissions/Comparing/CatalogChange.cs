namespace OpsAutomation.Core.Permissions.Comparing;

/// <summary>What a change of the catalogue does to what automation may do.</summary>
public enum Widening
{
    /// <summary>More than before, or something that nobody can tell; a person should look.</summary>
    Wider,

    /// <summary>Less than before.</summary>
    Narrower,
}

/// <summary>One difference between two catalogues that bears on what automation may do.</summary>
/// <param name="Kind">Whether it may do more or less.</param>
/// <param name="Subject">What changed: <c>role operator</c>, <c>guardrails</c>, <c>playbook restart-vm</c>.</param>
/// <param name="Text">The change, with before and after.</param>
public sealed record CatalogChange(Widening Kind, string Subject, string Text);
