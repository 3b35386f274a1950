using OpsAutomation.Core.Expressions.Operations;
using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions.Functions;

/// <summary>One way to call a function. A receiver is the first parameter; no function has more than two.</summary>
/// <param name="Name">The name.</param>
/// <param name="Member">Whether it is called on a receiver.</param>
/// <param name="Parameters">Kinds of the parameters; null takes anything.</param>
/// <param name="Result">Type of the value.</param>
/// <param name="Compute">What it does; with one parameter the second operand is null as a value.</param>
internal sealed record Overload(string Name, bool Member, IReadOnlyList<ValueKind?> Parameters, ExpressionType Result, Compute Compute);

/// <summary>All functions by name.</summary>
internal static class FunctionTable
{
    private static readonly Dictionary<(string Name, bool Member), Overload[]> Functions = StringFunctions.All
        .Concat(Conversions.All)
        .Concat(TimeFunctions.All)
        .GroupBy(o => (o.Name, o.Member))
        .ToDictionary(g => g.Key, g => g.ToArray());

    /// <summary>The ways to call a function; empty when there is none of that name.</summary>
    public static IReadOnlyList<Overload> Find(string name, bool member) => Functions.GetValueOrDefault((name, member)) ?? [];
}
