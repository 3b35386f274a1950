using System.Globalization;
using OpsAutomation.Core.Expressions;
using OpsAutomation.Core.Expressions.Functions;
using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Alerts.Sources.Mapped;

/// <summary>
/// Evaluates the fields of a mapping for one item. The first that fails is kept: the item is then a dead letter that names the
/// field of the mapping, and no value of the sender.
/// </summary>
internal sealed class MappedFields(IReadOnlyDictionary<string, ExpressionValue> bindings)
{
    /// <summary>Why the item is a dead letter, or null.</summary>
    public DeadLetter? Problem { get; private set; }

    /// <summary>Text; null where it is left out, gives null, or fails.</summary>
    public string? Text(string field, Expression? expression) => Value(field, expression) switch
    {
        null => null,
        StringValue text => text.Value,
        var other => Wrong<string>(field, other, "text"),
    };

    /// <summary>Text that must be there.</summary>
    public string Required(string field, Expression expression)
    {
        var text = Text(field, expression);
        if (string.IsNullOrWhiteSpace(text) && Problem is null)
        {
            Fail(field, text is null ? "it gives null, not text" : "it gives an empty text");
        }

        return text ?? string.Empty;
    }

    /// <summary>The text of a template.</summary>
    public string? Text(string field, Template? template)
    {
        if (template is null || Problem is not null)
        {
            return null;
        }

        var result = template.Render(bindings);
        return result.Error is { } error ? Fail<string>(field, error.ToString()) : result.Text;
    }

    /// <summary>A finite number.</summary>
    public double? Number(string field, Expression? expression) => Value(field, expression) switch
    {
        null => null,
        IntValue whole => whole.Value,
        UIntValue whole => whole.Value,
        DoubleValue { Value: var number } when double.IsFinite(number) => number,
        DoubleValue => FailNumber(field, "it gives a number that is not finite"),
        var other => WrongNumber(field, other),
    };

    /// <summary>A point in time.</summary>
    public DateTimeOffset? Time(string field, Expression? expression)
    {
        var value = Value(field, expression);
        DateTimeOffset? time = value switch
        {
            TimestampValue stamp => stamp.ToDateTimeOffset(),
            StringValue text => SenderTime.Parse(text.Value),
            IntValue whole => SenderTime.FromEpoch(whole.Value),
            DoubleValue number => SenderTime.FromEpoch(number.Value),
            _ => null,
        };
        if (value is not null && time is null)
        {
            Fail(field, $"it gives {TypeNames.Of(value.Kind)} that is no time of the years 2000 to 2199");
        }

        return time;
    }

    /// <summary>A severity; null where it is left out or gives null.</summary>
    public Severity? Severity(string field, Expression? expression)
    {
        switch (Value(field, expression))
        {
            case null:
                return null;
            case IntValue { Value: >= 0 and <= 4 } level:
                return (Severity)level.Value;
            case StringValue word when SeverityNames.Read(word.Value) is { } severity:
                return severity;
            case StringValue word:
                Fail(field, $"'{AlertText.Clean(word.Value, 64)}' is no severity that we know");
                return null;
            case var other:
                Fail(field, $"it gives {TypeNames.Of(other.Kind)}, not a word or a number from 0 to 4");
                return null;
        }
    }

    /// <summary>Anything that has a text; null where it gives null.</summary>
    public string? Scalar(string field, Expression expression) => Value(field, expression) switch
    {
        null => null,
        StringValue text => text.Value,
        BoolValue flag => flag.Value ? "true" : "false",
        IntValue whole => whole.Value.ToString(CultureInfo.InvariantCulture),
        UIntValue whole => whole.Value.ToString(CultureInfo.InvariantCulture),
        DoubleValue number => number.Value.ToString("R", CultureInfo.InvariantCulture),
        TimestampValue time => TimeText.Write(time),
        DurationValue length => TimeText.Write(length),
        var other => Wrong<string>(field, other, "a single value"),
    };

    /// <summary>Records why the item is a dead letter; the first reason stays.</summary>
    public void Fail(string field, string reason) => Problem ??= MappedField.Dead(field, reason);

    private ExpressionValue? Value(string field, Expression? expression)
    {
        if (expression is null || Problem is not null)
        {
            return null;
        }

        var result = expression.Evaluate(bindings);
        if (result.Error is { } error)
        {
            Fail(field, error.ToString());
        }

        return result.Value is NullValue ? null : result.Value;
    }

    private T? Fail<T>(string field, string reason)
        where T : class
    {
        Fail(field, reason);
        return null;
    }

    private T? Wrong<T>(string field, ExpressionValue value, string wanted)
        where T : class => Fail<T>(field, $"it gives {TypeNames.Of(value.Kind)}, not {wanted}");

    private double? FailNumber(string field, string reason)
    {
        Fail(field, reason);
        return null;
    }

    private double? WrongNumber(string field, ExpressionValue value) => FailNumber(field, $"it gives {TypeNames.Of(value.Kind)}, not a number");
}

/// <summary>How a field of a mapping is named to whoever reads a dead letter.</summary>
internal static class MappedField
{
    /// <summary>The dead letter of a field.</summary>
    public static DeadLetter Dead(string field, string reason) => new($"mapping.{field}", $"The expression of '{field}' cannot be used: {reason}.");
}
