using OpsAutomation.Core.Expressions.Operations;
using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions.Functions;

/// <summary>Functions of text, and <c>size</c>. Text is compared by code point, never by culture.</summary>
internal static class StringFunctions
{
    /// <summary>The overloads.</summary>
    public static IEnumerable<Overload> All { get; } =
    [
        .. Size(ValueKind.String, (context, a, _) => Length(context, (StringValue)a)),
        .. Size(ValueKind.Bytes, (_, a, _) => new IntValue(((BytesValue)a).Value.Length)),
        .. Size(ValueKind.List, (_, a, _) => new IntValue(((ListValue)a).Items.Count)),
        .. Size(ValueKind.Map, (_, a, _) => new IntValue(((MapValue)a).Count)),
        Text("contains", (context, a, b) => Contains(context, a, b)),
        Text("startsWith", (context, a, b) => context.Spend(b.Length / 32) ?? (ExpressionValue)BoolValue.Of(a.StartsWith(b, StringComparison.Ordinal))),
        Text("endsWith", (context, a, b) => context.Spend(b.Length / 32) ?? (ExpressionValue)BoolValue.Of(a.EndsWith(b, StringComparison.Ordinal))),
        Text("matches", (context, a, b) => LinearPattern.Match(context, a, b)),
        Text("matches", (context, a, b) => LinearPattern.Match(context, a, b)) with { Member = false },
    ];

    private static IEnumerable<Overload> Size(ValueKind kind, Compute compute) =>
    [
        new("size", Member: false, [kind], ExpressionType.Int, compute),
        new("size", Member: true, [kind], ExpressionType.Int, compute),
    ];

    private static Overload Text(string name, Func<EvaluationContext, string, string, ExpressionValue> compute) =>
        new(name, Member: true, [ValueKind.String, ValueKind.String], ExpressionType.Bool, (context, a, b) => compute(context, ((StringValue)a).Value, ((StringValue)b).Value));

    private static ExpressionValue Length(EvaluationContext context, StringValue text)
    {
        if (context.Spend(text.Value.Length / 32) is { } error)
        {
            return error;
        }

        var count = 0;
        foreach (var _ in text.Value.EnumerateRunes())
        {
            count++;
        }

        return new IntValue(count);
    }

    // The search is quadratic at worst, so the product is paid, at what a vectorised comparison does in a step's time.
    private static ExpressionValue Contains(EvaluationContext context, string text, string part) =>
        context.Spend((text.Length / 32) + ((long)text.Length * part.Length / 65_536)) ?? (ExpressionValue)BoolValue.Of(text.Contains(part, StringComparison.Ordinal));
}
