using OpsAutomation.Core.Expressions.Operations;
using OpsAutomation.Core.Expressions.Syntax;
using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions.Binding;

/// <summary>Names, fields, and macros, which bring names of their own.</summary>
internal sealed partial class Binder
{
    private static readonly HashSet<string> TypeDenotations = new(StringComparer.Ordinal)
    {
        "bool", "int", "uint", "double", "string", "bytes", "list", "map", "null_type", "type",
    };

    // A name with the fields after it: a.b.c may be the variable a.b and its field c. The longest declared name counts.
    private (Operation Operation, ExpressionType Type) BindPath(Node node)
    {
        var selects = new Stack<SelectNode>();
        var root = node;
        while (root is SelectNode select)
        {
            selects.Push(select);
            root = select.Operand;
        }

        if (root is not NameNode name)
        {
            return Follow(Bind(root), selects);
        }

        if (!name.Absolute && _locals.FindLastIndex(l => l.Name == name.Name) is >= 0 and var slot)
        {
            return Follow((new LocalOperation(name.Offset, slot), _locals[slot].Type), selects);
        }

        // The part of the chain that could be a name ends where has() asks.
        var parts = new List<string> { name.Name };
        parts.AddRange(selects.TakeWhile(s => !s.Test).Select(s => s.Field));
        for (var count = parts.Count; count > 0; count--)
        {
            var full = string.Join('.', parts.Take(count));
            if (_scope.Variables.TryGetValue(full, out var type))
            {
                _variables.Add(full);
                Skip(selects, count - 1);
                return Follow((new VariableOperation(name.Offset, full), type), selects);
            }
        }

        return BindUnknown(name, parts, selects);
    }

    private static void Skip(Stack<SelectNode> selects, int count)
    {
        for (var i = 0; i < count; i++)
        {
            selects.Pop();
        }
    }

    private (Operation Operation, ExpressionType Type) BindUnknown(NameNode name, List<string> parts, Stack<SelectNode> selects)
    {
        if (parts.Count == 1 && TypeDenotations.Contains(name.Name))
        {
            Report(name.Offset, $"'{name.Name}' is a type here; type values are not supported.", UnsupportedFeature.TypeValues);
        }
        else if (parts is ["google", "protobuf" or "api" or "type", ..])
        {
            Report(name.Offset, "Protobuf types and enums are not supported.", UnsupportedFeature.Enums);
        }
        else
        {
            var known = _scope.Variables.Keys.Order(StringComparer.Ordinal).Take(20).ToArray();
            Report(name.Offset, $"undeclared reference to '{name.Name}'. {(known.Length == 0 ? "There are no variables here." : $"Declared: {string.Join(", ", known)}.")}");
        }

        if (!_scope.IsChecked)
        {
            _variables.Add(string.Join('.', parts));
        }

        Skip(selects, parts.Count - 1);
        return Follow((new NameChainOperation(name.Offset, parts), ExpressionType.Dyn), selects);
    }

    private (Operation Operation, ExpressionType Type) Follow((Operation Operation, ExpressionType Type) start, Stack<SelectNode> selects)
    {
        var (operation, type) = start;
        while (selects.TryPop(out var select))
        {
            var field = FieldType(type, select.Field, select.Offset);
            operation = new FieldOperation(select.Offset, operation, select.Field, select.Test);
            type = select.Test ? ExpressionType.Bool : field;
        }

        return (operation, type);
    }

    private ExpressionType FieldType(ExpressionType type, string field, int offset)
    {
        switch (type.Kind)
        {
            case null:
                return ExpressionType.Dyn;
            case ValueKind.Record:
                if (type.Record!.Find(field) is { } found)
                {
                    return found.Type;
                }

                Report(offset, $"{type} has no field '{field}'. It has {string.Join(", ", type.Record.Fields.Select(f => f.Name))}.");
                return ExpressionType.Dyn;
            case ValueKind.Map:
                if (!type.Key!.MayBe(ExpressionType.String))
                {
                    Report(offset, $"The keys are {type.Key}, so that there is no field '{field}'.");
                }

                return type.Element!;
            default:
                Report(offset, $"{type} has no fields, so no '{field}'.");
                return ExpressionType.Dyn;
        }
    }

    private (Operation Operation, ExpressionType Type) BindMacro(MacroNode node)
    {
        var (range, rangeType) = Bind(node.Range);
        Require(rangeType, node.Range, "What a macro goes through", ValueKind.List, ValueKind.Map);
        var item = rangeType.Kind switch
        {
            ValueKind.List => rangeType.Element!,
            ValueKind.Map => rangeType.Key!,
            _ => ExpressionType.Dyn,
        };
        var slot = _locals.Count;
        _locals.Add((node.Variable, item));
        _slots = Math.Max(_slots, _locals.Count);
        Operation? condition = null;
        if (node.Condition is not null)
        {
            (condition, var conditionType) = Bind(node.Condition);
            Require(conditionType, node.Condition, "The condition of a macro", ValueKind.Bool);
        }

        (Operation Operation, ExpressionType Type)? result = node.Result is null ? null : Bind(node.Result);
        _locals.RemoveAt(slot);
        var type = node.Kind is MacroKind.Filter or MacroKind.Map ? ExpressionType.List(result?.Type ?? item) : ExpressionType.Bool;
        return (new MacroOperation(node.Offset, node.Kind, range, slot, condition, result?.Operation), type);
    }
}
