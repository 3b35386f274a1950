using System.Globalization;
using System.Text.RegularExpressions;

namespace OpsAutomation.Core.Alerts.Matching;

/// <summary>One condition over one field of an alert, such as <c>service = "shop-web"</c>.</summary>
public sealed class MatchCondition
{
    // Texts that have nothing in common: an expression that takes all of them takes everything.
    private static readonly string[] Probes = ["0", "zz9-plural", "/subscriptions/x/resourcegroups/y", "A b_C.d", "\u00e4\u2603"];

    private readonly Regex? _expression;
    private readonly Severity _bound;

    internal MatchCondition(AlertField field, MatchOperator comparison, string value, Regex? expression)
    {
        (Field, Operator, Value, _expression) = (field, comparison, value, expression);
        if (comparison >= MatchOperator.AtMost)
        {
            _bound = Enum.Parse<Severity>(value);
        }
    }

    /// <summary>The field.</summary>
    public AlertField Field { get; }

    /// <summary>How it is compared.</summary>
    public MatchOperator Operator { get; }

    /// <summary>The value or the regular expression.</summary>
    public string Value { get; }

    /// <summary>The condition in its one canonical spelling, which parses to the same condition.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{FieldText} {MatchOperators.Sign(Operator)} {MatcherText.Quote(Value)}");

    /// <summary>
    /// Whether the condition picks out anything: it says what must be there, and not every alert has it. What only says what
    /// must not be there, what an absent label fits too (Alertmanager's rule), and what every status or severity fits, does not.
    /// </summary>
    internal bool Narrows => Field.Name != "status" && Operator switch
    {
        MatchOperator.NotEqual or MatchOperator.FitsNot => false,
        MatchOperator.Equal => Value.Length > 0,
        MatchOperator.Fits => !_expression!.IsMatch(string.Empty) && (Field.Values ?? Probes).Any(probe => !_expression!.IsMatch(probe)),
        _ => Enum.GetValues<Severity>().Any(s => !Compare(s)),
    };

    /// <summary>The values that the condition names: its value, or the words of an expression that is only words between bars.</summary>
    internal IEnumerable<string> Named => Operator is MatchOperator.Fits or MatchOperator.FitsNot
        ? Value.Trim('(', ')').Split('|').Where(w => w.Length > 0 && !w.AsSpan().ContainsAny(@"\.*+?[]{}^$()"))
        : [Value];

    /// <summary>Whether an alert whose field has the value fulfils the condition.</summary>
    internal bool Holds(string value) => Operator switch
    {
        MatchOperator.Equal => Same(value),
        MatchOperator.NotEqual => !Same(value),
        MatchOperator.Fits => _expression!.IsMatch(value),
        MatchOperator.FitsNot => !_expression!.IsMatch(value),
        _ => Enum.TryParse<Severity>(value, out var severity) && Compare(severity),
    };

    private string FieldText => Field.Name.StartsWith(AlertField.LabelPrefix, StringComparison.Ordinal) && !MatcherText.IsPlain(Field.Name)
        ? AlertField.LabelPrefix + MatcherText.Quote(Field.Name[AlertField.LabelPrefix.Length..])
        : Field.Name;

    /// <summary>Whether the alert fulfils the condition.</summary>
    public bool Matches(Alert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        var value = Field.Of(alert);
        return Operator switch
        {
            MatchOperator.Equal => Same(value),
            MatchOperator.NotEqual => !Same(value),
            MatchOperator.Fits => _expression!.IsMatch(value),
            MatchOperator.FitsNot => !_expression!.IsMatch(value),
            _ => Compare(alert.Severity),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private bool Same(string value) => string.Equals(value, Value, Field.IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    private bool Compare(Severity severity) => Operator switch
    {
        MatchOperator.AtMost => severity <= _bound,
        MatchOperator.AtLeast => severity >= _bound,
        MatchOperator.Below => severity < _bound,
        _ => severity > _bound,
    };
}
