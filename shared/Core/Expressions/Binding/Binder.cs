using OpsAutomation.Core.Expressions.Operations;
using OpsAutomation.Core.Expressions.Syntax;
using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions.Binding;

/// <summary>What binding gives: the operation, its type, the slots that its macros need, and the variables that it uses.</summary>
internal sealed record BoundExpression(Operation Operation, ExpressionType Type, int Locals, IReadOnlySet<string> Variables);

/// <summary>
/// Turns a syntax tree into operations and checks names and types on the way, all problems at once. Where a type is not known
/// nothing is said: the evaluation will.
/// </summary>
internal sealed partial class Binder
{
    // More of them nobody reads.
    private const int MostProblems = 50;

    private readonly ExpressionScope _scope;
    private readonly ExpressionLimits _limits;
    private readonly SourceText _text;
    private readonly List<ExpressionProblem> _problems = [];
    private readonly HashSet<string> _variables = new(StringComparer.Ordinal);
    private readonly List<(string Name, ExpressionType Type)> _locals = [];
    private int _slots;

    private Binder(ExpressionScope scope, ExpressionLimits limits, SourceText text) => (_scope, _limits, _text) = (scope, limits, text);

    /// <summary>Binds a tree.</summary>
    public static (BoundExpression Bound, IReadOnlyList<ExpressionProblem> Problems) Bind(
        Node node, ExpressionScope scope, ExpressionType? expected, ExpressionLimits limits, SourceText text)
    {
        var binder = new Binder(scope, limits, text);
        var (operation, type) = binder.Bind(node);
        if (expected is not null && !type.MayBe(expected))
        {
            binder.Report(node.Offset, $"The expression gives {type}, not {expected}.");
        }

        return (new BoundExpression(operation, type, binder._slots, binder._variables), binder._problems);
    }

    private (Operation Operation, ExpressionType Type) Bind(Node node) => node switch
    {
        LiteralNode literal => (new ConstantOperation(node.Offset, literal.Value), OfLiteral(literal.Value)),
        NameNode or SelectNode => BindPath(node),
        IndexNode index => BindIndex(index),
        UnaryNode unary => BindUnary(unary),
        BinaryNode binary => BindBinary(binary),
        LogicNode logic => BindLogic(logic),
        ConditionalNode conditional => BindConditional(conditional),
        ListNode list => BindList(list),
        MapNode map => BindMap(map),
        MacroNode macro => BindMacro(macro),
        _ => BindCall((CallNode)node),
    };

    private static ExpressionType OfLiteral(ExpressionValue value) => value.Kind switch
    {
        ValueKind.Null => ExpressionType.Null,
        ValueKind.Bool => ExpressionType.Bool,
        ValueKind.Int => ExpressionType.Int,
        ValueKind.UInt => ExpressionType.UInt,
        ValueKind.Double => ExpressionType.Double,
        ValueKind.String => ExpressionType.String,
        _ => ExpressionType.Bytes,
    };

    private (Operation Operation, ExpressionType Type) BindIndex(IndexNode node)
    {
        var (operand, type) = Bind(node.Operand);
        var (index, indexType) = Bind(node.Index);
        var operation = new BinaryOperation(node.Offset, Fields.Index, operand, index);
        switch (type.Kind)
        {
            case null:
                return (operation, ExpressionType.Dyn);
            case ValueKind.List:
                Require(indexType, node.Index, "The index of a list", ValueKind.Int, ValueKind.UInt, ValueKind.Double);
                return (operation, type.Element!);
            case ValueKind.Map:
                if (OperatorTypes.Result("==", indexType, type.Key!) is null)
                {
                    Report(node.Index.Offset, $"The keys are {type.Key}, not {indexType}.");
                }

                return (operation, type.Element!);
            case ValueKind.Record when node.Index is LiteralNode { Value: StringValue field }:
                return (operation, FieldType(type, field.Value, node.Index.Offset));
            case ValueKind.Record when indexType.Kind is null or ValueKind.String:
                return (operation, ExpressionType.Dyn);
            default:
                Report(node.Offset, $"{type} has no index.");
                return (operation, ExpressionType.Dyn);
        }
    }

    private (Operation Operation, ExpressionType Type) BindUnary(UnaryNode node)
    {
        var (operand, type) = Bind(node.Operand);
        if (node.Operator == "!")
        {
            Require(type, node.Operand, "What '!' negates", ValueKind.Bool);
            return (new UnaryOperation(node.Offset, negate: false, operand), ExpressionType.Bool);
        }

        Require(type, node.Operand, "What '-' negates", ValueKind.Int, ValueKind.Double);
        return (new UnaryOperation(node.Offset, negate: true, operand), type.Kind is ValueKind.Int or ValueKind.Double ? type : ExpressionType.Dyn);
    }

    private (Operation Operation, ExpressionType Type) BindBinary(BinaryNode node)
    {
        var (left, leftType) = Bind(node.Left);
        var (right, rightType) = Bind(node.Right);
        var type = OperatorTypes.Result(node.Operator, leftType, rightType);
        if (type is null)
        {
            Report(node.Offset, $"'{node.Operator}' does not go between {leftType} and {rightType}.{Hint(node.Operator, leftType, rightType)}");
        }

        return (new BinaryOperation(node.Offset, OperatorTypes.Compute(node.Operator), left, right), type ?? ExpressionType.Dyn);
    }

    private static string Hint(string op, ExpressionType a, ExpressionType b)
    {
        var numbers = (a.Kind, b.Kind) is (ValueKind.Int or ValueKind.UInt or ValueKind.Double, ValueKind.Int or ValueKind.UInt or ValueKind.Double);
        return numbers && op != "%" ? " Convert one of them: double(), int() or uint()." : op == "+" && (a.Kind == ValueKind.String || b.Kind == ValueKind.String) ? " Convert with string()." : string.Empty;
    }

    private (Operation Operation, ExpressionType Type) BindLogic(LogicNode node)
    {
        var operands = new List<Operation>(node.Operands.Count);
        foreach (var operand in node.Operands)
        {
            var (operation, type) = Bind(operand);
            Require(type, operand, $"What stands beside '{(node.IsOr ? "||" : "&&")}'", ValueKind.Bool);
            operands.Add(operation);
        }

        return (new LogicOperation(node.Offset, node.IsOr, operands), ExpressionType.Bool);
    }

    private (Operation Operation, ExpressionType Type) BindConditional(ConditionalNode node)
    {
        var (condition, conditionType) = Bind(node.Condition);
        Require(conditionType, node.Condition, "The condition before '?'", ValueKind.Bool);
        var (yes, yesType) = Bind(node.Yes);
        var (no, noType) = Bind(node.No);
        return (new ConditionalOperation(node.Offset, condition, yes, no), ExpressionType.Join(yesType, noType));
    }

    private (Operation Operation, ExpressionType Type) BindList(ListNode node)
    {
        var items = new List<Operation>(node.Items.Count);
        ExpressionType? element = null;
        foreach (var item in node.Items)
        {
            var (operation, type) = Bind(item);
            items.Add(operation);
            element = ExpressionType.Join(element, type);
        }

        // A list of literals is the same list every time.
        Operation list = items.TrueForAll(i => i is ConstantOperation)
            ? new ConstantOperation(node.Offset, new ListValue(items.Select(i => ((ConstantOperation)i).Value)))
            : new ListOperation(node.Offset, items);
        return (list, ExpressionType.List(element ?? ExpressionType.Dyn));
    }

    private (Operation Operation, ExpressionType Type) BindMap(MapNode node)
    {
        var entries = new List<(Operation Key, Operation Value)>(node.Entries.Count);
        ExpressionType? key = null;
        ExpressionType? value = null;
        foreach (var entry in node.Entries)
        {
            var (keyOperation, keyType) = Bind(entry.Key);
            Require(keyType, entry.Key, "The key of a map", ValueKind.String, ValueKind.Int, ValueKind.UInt, ValueKind.Bool);
            var (valueOperation, valueType) = Bind(entry.Value);
            entries.Add((keyOperation, valueOperation));
            (key, value) = (ExpressionType.Join(key, keyType), ExpressionType.Join(value, valueType));
        }

        return (new MapOperation(node.Offset, entries), ExpressionType.Map(key ?? ExpressionType.Dyn, value ?? ExpressionType.Dyn));
    }

    private void Require(ExpressionType type, Node node, string what, params ReadOnlySpan<ValueKind> kinds)
    {
        if (type.Kind is { } kind && !kinds.Contains(kind))
        {
            var wanted = new List<string>();
            foreach (var one in kinds)
            {
                wanted.Add(TypeNames.Of(one));
            }

            Report(node.Offset, $"{what} is {type}, not {string.Join(" or ", wanted)}.");
        }
    }

    private void Report(int offset, string message, UnsupportedFeature? unsupported = null)
    {
        if ((_scope.IsChecked || unsupported is not null) && _problems.Count < MostProblems)
        {
            var (line, column) = _text.Locate(offset);
            _problems.Add(new ExpressionProblem(unsupported is null ? ProblemKind.Type : ProblemKind.Unsupported, message, line, column, unsupported));
        }
    }
}
