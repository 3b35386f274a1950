using System.Text;
using OpsAutomation.Core.Expressions.Functions;
using OpsAutomation.Core.Expressions.Operations;
using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions;

/// <summary>The outcome of compiling a template: a template, or the problems of its source.</summary>
/// <param name="Template">The template, or null when there are problems.</param>
/// <param name="Problems">Every problem that was found, with its place in the template.</param>
public sealed record TemplateCompileResult(Template? Template, IReadOnlyList<ExpressionProblem> Problems);

/// <summary>The text that a template gave, or why it gave none.</summary>
/// <param name="Text">The text, or null.</param>
/// <param name="Error">The error with its place in the template, or null.</param>
public readonly record struct TemplateResult(string? Text, EvaluationError? Error);

/// <summary>
/// Text with expressions in it: <c>CPU of ${ alert.resource } is ${ string(alert.value) }</c>. <c>$${</c> is a plain <c>${</c>.
/// What an expression gives is put in as text once and never read as a template again, so that a value cannot become code.
/// </summary>
public sealed class Template
{
    private readonly SourceText _text;
    private readonly IReadOnlyList<TemplatePart> _parts;
    private readonly ExpressionLimits _limits;

    private Template(SourceText text, IReadOnlyList<TemplatePart> parts, ExpressionLimits limits) => (_text, _parts, _limits) = (text, parts, limits);

    /// <summary>The source.</summary>
    public string Source => _text.Text;

    /// <summary>The expressions in order.</summary>
    public IEnumerable<Expression> Expressions => _parts.Select(p => p.Expression).OfType<Expression>();

    /// <summary>The one expression when there is nothing else, so that its value can be taken with its type; else null.</summary>
    public Expression? Single => _parts.Count == 1 ? _parts[0].Expression : null;

    /// <summary>Compiles a template.</summary>
    /// <param name="source">The source.</param>
    /// <param name="scope">The variables that its expressions may use.</param>
    /// <param name="limits">The limits, of the source, of all expressions together and of the text; the default ones when left out.</param>
    public static TemplateCompileResult Compile(string source, ExpressionScope scope, ExpressionLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(scope);
        limits ??= ExpressionLimits.Default;
        var text = new SourceText(source);
        var (parts, problems) = TemplateReader.Read(text, scope, limits);
        return problems.Count == 0 ? new TemplateCompileResult(new Template(text, parts, limits), []) : new TemplateCompileResult(null, problems);
    }

    /// <summary>Evaluates to text. A list, a map, a record and null have no text and are an error.</summary>
    /// <param name="bindings">Values of the variables by name.</param>
    public TemplateResult Render(IReadOnlyDictionary<string, ExpressionValue> bindings)
    {
        ArgumentNullException.ThrowIfNull(bindings);
        var context = new EvaluationContext(bindings, _limits, _parts.Select(p => p.Expression?.Locals ?? 0).DefaultIfEmpty().Max());
        var output = new StringBuilder();
        foreach (var part in _parts)
        {
            var value = part.Expression is null ? part.Literal! : part.Expression.Run(context);
            value = value is ErrorValue ? value : Conversions.ToText(context, value);
            if (value is StringValue text)
            {
                value = context.Make(output.Length + text.Value.Length, text.Value.Length / 32) ?? value;
            }

            if (value is ErrorValue error)
            {
                error.Offset = error.Offset < 0 ? part.Offset : error.Offset;
                return new TemplateResult(null, Expression.Tell(_text, error));
            }

            output.Append(((StringValue)value).Value);
        }

        return new TemplateResult(output.ToString(), null);
    }
}
