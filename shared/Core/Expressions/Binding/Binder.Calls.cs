using OpsAutomation.Core.Expressions.Functions;
using OpsAutomation.Core.Expressions.Operations;
using OpsAutomation.Core.Expressions.Syntax;
using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions.Binding;

/// <summary>Calls of functions.</summary>
internal sealed partial class Binder
{
    private (Operation Operation, ExpressionType Type) BindCall(CallNode node)
    {
        if (node is { Function: "type", Target: null, Arguments.Count: 1 })
        {
            Report(node.Offset, "Type values are not supported: type().", UnsupportedFeature.TypeValues);
            return (new FailingOperation(node.Offset, "unsupported: type()"), ExpressionType.Dyn);
        }

        var overloads = FunctionTable.Find(node.Function, node.Target is not null);
        if (overloads.Count == 0)
        {
            return Unknown(node);
        }

        IReadOnlyList<Node> nodes = node.Target is null ? node.Arguments : [node.Target, .. node.Arguments];
        var bound = nodes.Select(Bind).ToArray();
        var types = Array.ConvertAll(bound, b => b.Type);
        var arguments = Array.ConvertAll(bound, b => b.Operation);
        var fitting = overloads.Where(o => o.Parameters.Count == nodes.Count).ToArray();
        if (fitting.Length == 0)
        {
            var hidden = node.Target is null ? 0 : 1;
            var counts = string.Join(" or ", overloads.Select(o => o.Parameters.Count - hidden).Distinct().Order());
            Report(node.Offset, $"{node.Function}() takes {counts} arguments, not {node.Arguments.Count}.");
            return (new FailingOperation(node.Offset, $"no such overload: {node.Function}() with {node.Arguments.Count} arguments"), ExpressionType.Dyn);
        }

        fitting = [.. fitting.Where(o => o.Parameters.Zip(types).All(p => p.First is null || p.Second.Kind is null || p.First == p.Second.Kind))];
        if (fitting.Length == 0)
        {
            Report(node.Offset, $"{node.Function}() does not take {string.Join(", ", types.Select(t => t.ToString()))}.");
        }

        ExpressionType? result = null;
        foreach (var overload in fitting)
        {
            result = ExpressionType.Join(result, overload.Result);
        }

        // dyn() hides a type on purpose; every other function says what it gives.
        return (FixedPattern(node, arguments) ?? (Operation)new CallOperation(node.Offset, node.Function, overloads, arguments), result ?? ExpressionType.Dyn);
    }

    private MatchOperation? FixedPattern(CallNode node, Operation[] arguments)
    {
        if (node.Function != "matches" || arguments[1] is not ConstantOperation { Value: StringValue pattern })
        {
            return null;
        }

        var compiled = LinearPattern.Compile(pattern.Value, _limits, out var reason);
        if (compiled is null)
        {
            Report(node.Offset, $"matches(): {reason}");
        }

        return compiled is null ? null : new MatchOperation(node.Offset, arguments[0], compiled);
    }

    private (Operation Operation, ExpressionType Type) Unknown(CallNode node)
    {
        // The arguments are still looked through: every problem at once.
        foreach (var argument in node.Arguments)
        {
            Bind(argument);
        }

        if (node.Target is not null && !IsQualifier(node.Target))
        {
            Bind(node.Target);
        }

        var hint = FunctionTable.Find(node.Function, node.Target is null).Count > 0
            ? node.Target is null ? $" Write value.{node.Function}(...)." : $" Write {node.Function}(value)."
            : string.Empty;
        Report(node.Offset, $"There is no function '{node.Function}' {(node.Target is null ? "without a receiver" : "on a value")}.{hint}");
        return (new FailingOperation(node.Offset, $"unbound function: '{node.Function}'"), ExpressionType.Dyn);
    }

    // In an unknown math.greatest(...) the name before the dot is a name space, and to call it undeclared would mislead.
    private bool IsQualifier(Node target) =>
        target is NameNode name && !_scope.Variables.ContainsKey(name.Name) && !_locals.Exists(l => l.Name == name.Name);
}
