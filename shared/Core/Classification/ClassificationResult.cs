namespace OpsAutomation.Core.Classification;

/// <summary>What kind of trouble an alert is, and why that was concluded.</summary>
/// <param name="Category">For example <c>cpu-saturation</c>; <see cref="Unknown"/> when no rule fits.</param>
/// <param name="Evidence">Sentences: which rule, which condition, on which value. Text of the alert in them is data.</param>
public sealed record ClassificationResult(string Category, IReadOnlyList<string> Evidence)
{
    /// <summary>The category of what no rule knows. A person looks; no playbook may ask for it.</summary>
    public const string Unknown = "unknown";
}
