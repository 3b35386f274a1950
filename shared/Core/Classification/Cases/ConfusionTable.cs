using System.Globalization;
using System.Text;

namespace OpsAutomation.Core.Classification.Cases;

/// <summary>What the rules said of each labelled case: labels down, answers across.</summary>
public sealed class ConfusionTable
{
    private ConfusionTable(IReadOnlyList<Judged> cases) => Cases = cases;

    /// <summary>Every case with its answer, in the order of the files.</summary>
    public IReadOnlyList<Judged> Cases { get; }

    /// <summary>The cases whose answer is not their label.</summary>
    public IReadOnlyList<Judged> Wrong => [.. Cases.Where(c => !c.Right)];

    /// <summary>Share of the cases that were right; 1 for no cases.</summary>
    public double Accuracy => Cases.Count == 0 ? 1 : (Cases.Count - Wrong.Count) / (double)Cases.Count;

    /// <summary>One row per label or answer that occurs, sorted.</summary>
    public IReadOnlyList<CategoryScore> Scores =>
        [.. Cases.SelectMany(c => new[] { c.Label, c.Answer }).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(Score)];

    /// <summary>Asks the rules about every case.</summary>
    public static ConfusionTable Of(ClassificationRules rules, IEnumerable<LabelledCase> cases)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return new([.. cases.Select(c => (Case: c, Result: rules.Classify(c.Alert, c.Enrichment))).Select(p => new Judged(p.Case.Name, p.Case.Label, p.Result.Category, p.Result.Rule))]);
    }

    /// <summary>Renders it as plain text: one line per label with its answers, then precision and recall, then what was wrong.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        var wide = Scores.Count == 0 ? 8 : Scores.Max(s => s.Category.Length);
        text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"{"category".PadRight(wide)}  cases  right  precision  recall  answered otherwise"));
        foreach (var score in Scores)
        {
            var others = Cases.Where(c => c.Label == score.Category && !c.Right)
                .GroupBy(c => c.Answer, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => $"{g.Key} {g.Count()}");
            text.AppendLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{score.Category.PadRight(wide)}  {score.Labelled,5}  {score.Right,5}  {Share(score.Precision),9}  {Share(score.Recall),6}  {string.Join(", ", others)}").TrimEnd());
        }

        text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"{"all".PadRight(wide)}  {Cases.Count,5}  {Cases.Count - Wrong.Count,5}  {"",9}  {Share(Accuracy),6}").TrimEnd());
        foreach (var wrong in Wrong)
        {
            text.AppendLine($"wrong: {wrong.Name} is {wrong.Label}, answered {wrong.Answer}{(wrong.Rule is null ? string.Empty : $" by rule {wrong.Rule}")}");
        }

        return text.ToString();
    }

    private CategoryScore Score(string category)
    {
        var labelled = Cases.Count(c => c.Label == category);
        var answered = Cases.Count(c => c.Answer == category);
        var right = Cases.Count(c => c.Right && c.Label == category);
        return new(category, labelled, right, answered == 0 ? null : right / (double)answered, labelled == 0 ? null : right / (double)labelled);
    }

    // Rounded down: 243 of 244 are not 1.00.
    private static string Share(double? share) => share is { } s ? (Math.Floor((s + 1e-9) * 100) / 100).ToString("0.00", CultureInfo.InvariantCulture) : "-";
}

/// <summary>A labelled case and what the rules said.</summary>
/// <param name="Name">The case.</param>
/// <param name="Label">What a person said.</param>
/// <param name="Answer">What the rules said.</param>
/// <param name="Rule">Which rule, or null for none.</param>
public sealed record Judged(string Name, string Label, string Answer, string? Rule)
{
    /// <summary>Whether the answer is the label.</summary>
    public bool Right => string.Equals(Label, Answer, StringComparison.Ordinal);
}

/// <summary>How well one category is recognised.</summary>
/// <param name="Category">The category.</param>
/// <param name="Labelled">Cases that have it.</param>
/// <param name="Right">Those of them that got it.</param>
/// <param name="Precision">Share of its answers that were right; null when it was never answered.</param>
/// <param name="Recall">Share of its cases that were right; null when it has none.</param>
public sealed record CategoryScore(string Category, int Labelled, int Right, double? Precision, double? Recall);
