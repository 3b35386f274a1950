namespace OpsAutomation.Core.Alerts.Matching;

/// <summary>Something wrong in a list of conditions.</summary>
/// <param name="Index">The text of the list it is in, from 0.</param>
/// <param name="Column">Where in that text, from 0.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
public sealed record MatcherError(int Index, int Column, string Message);

/// <summary>What parsing gave: a matcher, or every problem.</summary>
/// <param name="Matcher">The matcher, or null when there is any error.</param>
/// <param name="Errors">The problems in order.</param>
public sealed record MatcherResult(AlertMatcher? Matcher, IReadOnlyList<MatcherError> Errors);

/// <summary>
/// Conditions over an alert's fields in Alertmanager's syntax (<c>=</c>, <c>!=</c>, <c>=~</c>, <c>!~</c>), all of which must
/// hold. Expressions are anchored and matched without backtracking, so no text can make one slow.
/// </summary>
public sealed class AlertMatcher
{
    /// <summary>The most conditions of one matcher.</summary>
    public const int MaxConditions = 20;

    private AlertMatcher(IReadOnlyList<MatchCondition> conditions) => Conditions = conditions;

    /// <summary>The conditions in the order written; never empty.</summary>
    public IReadOnlyList<MatchCondition> Conditions { get; }

    /// <summary>The conditions in their canonical spelling; each parses again.</summary>
    public IReadOnlyList<string> Texts => [.. Conditions.Select(c => c.Text)];

    /// <summary>All conditions in one line for a person; parses to the same matcher.</summary>
    public string Text => string.Join(", ", Conditions.Select(c => c.Text));

    /// <summary>
    /// Whether no condition picks anything out, so that nearly every alert fits: only negations, only a status, or expressions
    /// that fit any text. A silence or window must not be so by accident.
    /// </summary>
    public bool MatchesEverything => !Conditions.Any(c => c.Narrows);

    /// <summary>Parses texts that each hold one condition or several between commas, such as <c>service = shop-web</c> or <c>label.env =~ "prod|stage"</c>.</summary>
    public static MatcherResult Parse(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var conditions = new List<MatchCondition>();
        var errors = new List<MatcherError>();
        for (var i = 0; i < texts.Count; i++)
        {
            MatcherParser.Parse(texts[i], i, conditions, errors);
        }

        if (conditions.Count == 0 && errors.Count == 0)
        {
            errors.Add(new MatcherError(0, 0, "Give at least one condition, such as service = shop-web; none would fit every alert."));
        }
        else if (conditions.Count > MaxConditions)
        {
            errors.Add(new MatcherError(texts.Count - 1, 0, $"At most {MaxConditions} conditions, not {conditions.Count}."));
        }

        return new MatcherResult(errors.Count == 0 ? new AlertMatcher(conditions) : null, errors);
    }

    /// <summary>Parses one text.</summary>
    public static MatcherResult Parse(string text) => Parse([text]);

    /// <summary>Whether the alert fulfils every condition.</summary>
    public bool Matches(Alert alert) => Conditions.All(c => c.Matches(alert));

    /// <inheritdoc/>
    public override string ToString() => Text;
}
