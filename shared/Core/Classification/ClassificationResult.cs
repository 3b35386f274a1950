using OpsAutomation.Core.Alerts;

namespace OpsAutomation.Core.Classification;

/// <summary>What kind of trouble an alert is, how grave, how sure that is, and why.</summary>
/// <param name="Category">One of <see cref="Categories"/>, for example <c>saturation-cpu</c>; <see cref="Unknown"/> when no rule fits.</param>
/// <param name="Evidence">Sentences: which rule, which condition, on which value; then the severity. Text of the alert in them is data.</param>
public sealed record ClassificationResult(string Category, IReadOnlyList<string> Evidence)
{
    /// <summary>The category of what no rule knows. A person looks; no playbook may ask for it.</summary>
    public const string Unknown = "unknown";

    /// <summary>The rule that fits, or null.</summary>
    public string? Rule { get; init; }

    /// <summary>Our severity, which is not always the sender's.</summary>
    public required Severity Severity { get; init; }

    /// <summary>
    /// Lower end of the 95 % interval of the share of labelled cases on which the rule was right; null while there are
    /// too few of them to say anything.
    /// </summary>
    public double? Confidence { get; init; }
}
