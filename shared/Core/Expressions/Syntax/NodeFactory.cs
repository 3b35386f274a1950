using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions.Syntax;

/// <summary>Makes the nodes of one source, keeps the limits on their number and height, and expands the macros.</summary>
internal sealed class NodeFactory(ExpressionLimits limits)
{
    private int _count;

    public LiteralNode Literal(int offset, ExpressionValue value) => Keep(new LiteralNode(offset, value));

    public NameNode Name(int offset, string name, bool absolute) => Keep(new NameNode(offset, name, absolute));

    public SelectNode Select(int offset, Node operand, string field) => Keep(new SelectNode(offset, 1 + operand.Height, operand, field, Test: false));

    public IndexNode Index(int offset, Node operand, Node index) => Keep(new IndexNode(offset, Above(operand, index), operand, index));

    public UnaryNode Unary(int offset, string op, Node operand) => Keep(new UnaryNode(offset, 1 + operand.Height, op, operand));

    public BinaryNode Binary(int offset, string op, Node left, Node right) => Keep(new BinaryNode(offset, Above(left, right), op, left, right));

    public LogicNode Logic(int offset, bool isOr, IReadOnlyList<Node> operands) => Keep(new LogicNode(offset, Above([.. operands]), isOr, operands));

    public ConditionalNode Conditional(int offset, Node condition, Node yes, Node no) =>
        Keep(new ConditionalNode(offset, Above(condition, yes, no), condition, yes, no));

    public ListNode List(int offset, IReadOnlyList<Node> items) => Keep(new ListNode(offset, Above([.. items]), items));

    public MapNode Map(int offset, IReadOnlyList<(Node Key, Node Value)> entries) =>
        Keep(new MapNode(offset, Above([.. entries.SelectMany(e => new[] { e.Key, e.Value })]), entries));

    /// <summary>A call, or the macro that it is.</summary>
    public Node Call(int offset, string function, Node? target, IReadOnlyList<Node> arguments)
    {
        if (target is null && function == "has" && arguments.Count == 1)
        {
            return arguments[0] is SelectNode { Test: false } select
                ? Keep(select with { Test = true })
                : throw SyntaxException.At(arguments[0].Offset, "has() asks for a field: has(value.field).");
        }

        if (target is not null && Macro(function, arguments.Count) is { } kind)
        {
            if (arguments[0] is not NameNode { Absolute: false } variable)
            {
                throw SyntaxException.At(arguments[0].Offset, $"The first argument of {function}() is the name for an item.");
            }

            var (condition, result) = kind != MacroKind.Map ? (arguments[1], null) : arguments.Count == 3 ? (arguments[1], arguments[2]) : (null, arguments[1]);
            return Keep(new MacroNode(offset, Above([target, .. arguments]), kind, target, variable.Name, condition, result));
        }

        return Keep(new CallNode(offset, Above(target is null ? [.. arguments] : [target, .. arguments]), function, target, arguments));
    }

    private static MacroKind? Macro(string function, int arguments) => (function, arguments) switch
    {
        ("all", 2) => MacroKind.All,
        ("exists", 2) => MacroKind.Exists,
        ("exists_one" or "existsOne", 2) => MacroKind.ExistsOne,
        ("filter", 2) => MacroKind.Filter,
        ("map", 2 or 3) => MacroKind.Map,
        _ => null,
    };

    private static int Above(params ReadOnlySpan<Node> children)
    {
        var height = 0;
        foreach (var child in children)
        {
            height = Math.Max(height, child.Height);
        }

        return height + 1;
    }

    private T Keep<T>(T node)
        where T : Node
    {
        if (++_count > limits.Nodes)
        {
            throw new SyntaxException(ProblemKind.Limit, $"The limit Nodes is exceeded: more than {limits.Nodes} parts.", node.Offset);
        }

        return node.Height > limits.Depth
            ? throw new SyntaxException(ProblemKind.Limit, $"The limit Depth is exceeded: more than {limits.Depth} levels of nesting.", node.Offset)
            : node;
    }
}
