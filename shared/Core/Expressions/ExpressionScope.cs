namespace OpsAutomation.Core.Expressions;

/// <summary>The variables that an expression may use, with their types. Immutable.</summary>
public sealed class ExpressionScope
{
    private readonly Dictionary<string, ExpressionType> _variables;

    private ExpressionScope(bool isChecked, Dictionary<string, ExpressionType> variables) => (IsChecked, _variables) = (isChecked, variables);

    /// <summary>No variables.</summary>
    public static ExpressionScope Empty { get; } = new(isChecked: true, new(StringComparer.Ordinal));

    /// <summary>
    /// Nothing is declared and nothing is checked before evaluation: a wrong name or type is an error of the evaluation, as the
    /// language defines it for expressions that were only parsed. For the conformance cases and for trying things by hand.
    /// </summary>
    public static ExpressionScope Unchecked { get; } = new(isChecked: false, new(StringComparer.Ordinal));

    /// <summary>Whether names and types are checked when an expression is compiled.</summary>
    public bool IsChecked { get; }

    /// <summary>Names and types of the variables. A name may be qualified: <c>a.b</c>.</summary>
    public IReadOnlyDictionary<string, ExpressionType> Variables => _variables;

    /// <summary>The same scope with one more variable.</summary>
    public ExpressionScope With(string name, ExpressionType type)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(type);
        return new ExpressionScope(IsChecked, new(_variables, StringComparer.Ordinal) { [name] = type });
    }

    /// <summary>The same scope with one more variable, a record.</summary>
    public ExpressionScope With(string name, RecordType type) => With(name, ExpressionType.Of(type));
}
