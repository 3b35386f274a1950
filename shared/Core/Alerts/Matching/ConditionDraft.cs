namespace OpsAutomation.Core.Alerts.Matching;

/// <summary>A condition as it was read, before its field, operator and value are known to fit together.</summary>
internal sealed record ConditionDraft(string Name, int NameAt, MatchOperator Operator, string Value, int ValueAt, bool Quoted)
{
    private const int MaxValue = 1024;

    /// <summary>The condition, or where in the text what is wrong.</summary>
    public (MatchCondition? Condition, int At, string? Problem) Build()
    {
        if (AlertField.Find(Name) is not { } field)
        {
            return (null, NameAt, AlertField.Unknown(Name));
        }

        if (Value.Length > MaxValue)
        {
            return (null, ValueAt, $"A value has at most {MaxValue} characters.");
        }

        if (Value.Length == 0 && !Quoted)
        {
            return (null, ValueAt, $"'{Name}' needs a value; write \"\" for alerts without one.");
        }

        return Operator switch
        {
            MatchOperator.Fits or MatchOperator.FitsNot => Expression(field),
            MatchOperator.Equal or MatchOperator.NotEqual => Comparison(field),
            _ when field.Name != "severity" => (null, ValueAt, $"Only severities have an order; '{Name}' takes =, !=, =~ and !~."),
            _ => Comparison(field),
        };
    }

    private (MatchCondition? Condition, int At, string? Problem) Expression(AlertField field)
    {
        var (expression, problem) = MatchExpression.Parse(Value, field.IgnoresCase);
        return expression is null ? (null, ValueAt, problem) : (new MatchCondition(field, Operator, Value, expression), 0, null);
    }

    private (MatchCondition? Condition, int At, string? Problem) Comparison(AlertField field)
    {
        if (field.Values is null)
        {
            return (new MatchCondition(field, Operator, field.Name == "resource" ? Value.TrimEnd('/') : Value, null), 0, null);
        }

        // Dashes are how the catalogue spells two words: activity-log.
        var plain = Value.Replace("-", string.Empty, StringComparison.Ordinal);
        return field.Values.FirstOrDefault(v => v.Equals(plain, StringComparison.OrdinalIgnoreCase)) is { } known
            ? (new MatchCondition(field, Operator, known, null), 0, null)
            : (null, ValueAt, $"'{Value}' is no {field.Name}; there are {string.Join(", ", field.Values)}.");
    }
}
