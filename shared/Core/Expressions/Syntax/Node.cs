using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions.Syntax;

/// <summary>A node of the syntax tree.</summary>
/// <param name="Offset">Where in the source it is: the name, the operator, or the opening bracket.</param>
/// <param name="Height">Levels from here down to the deepest leaf.</param>
internal abstract record Node(int Offset, int Height);

/// <summary>A literal.</summary>
internal sealed record LiteralNode(int Offset, ExpressionValue Value) : Node(Offset, 1);

/// <summary>A name; one with a dot before it is never a variable of a macro.</summary>
internal sealed record NameNode(int Offset, string Name, bool Absolute) : Node(Offset, 1);

/// <summary>A field, or with <paramref name="Test"/> the question whether it is there.</summary>
internal sealed record SelectNode(int Offset, int Height, Node Operand, string Field, bool Test) : Node(Offset, Height);

/// <summary>An index.</summary>
internal sealed record IndexNode(int Offset, int Height, Node Operand, Node Index) : Node(Offset, Height);

/// <summary>A call, with a receiver or without.</summary>
internal sealed record CallNode(int Offset, int Height, string Function, Node? Target, IReadOnlyList<Node> Arguments) : Node(Offset, Height);

/// <summary>An operator with one operand: <c>!</c> or <c>-</c>.</summary>
internal sealed record UnaryNode(int Offset, int Height, string Operator, Node Operand) : Node(Offset, Height);

/// <summary>An operator with two operands, except <c>&amp;&amp;</c> and <c>||</c>.</summary>
internal sealed record BinaryNode(int Offset, int Height, string Operator, Node Left, Node Right) : Node(Offset, Height);

/// <summary>A chain of <c>&amp;&amp;</c> or of <c>||</c>; kept flat, so that a long one is not deep.</summary>
internal sealed record LogicNode(int Offset, int Height, bool IsOr, IReadOnlyList<Node> Operands) : Node(Offset, Height);

/// <summary><c>condition ? yes : no</c>.</summary>
internal sealed record ConditionalNode(int Offset, int Height, Node Condition, Node Yes, Node No) : Node(Offset, Height);

/// <summary>A list.</summary>
internal sealed record ListNode(int Offset, int Height, IReadOnlyList<Node> Items) : Node(Offset, Height);

/// <summary>A map.</summary>
internal sealed record MapNode(int Offset, int Height, IReadOnlyList<(Node Key, Node Value)> Entries) : Node(Offset, Height);

/// <summary>The macros that go through a list or the keys of a map.</summary>
internal enum MacroKind
{
    /// <summary>Holds for every item.</summary>
    All,

    /// <summary>Holds for an item.</summary>
    Exists,

    /// <summary>Holds for exactly one item.</summary>
    ExistsOne,

    /// <summary>The items for which it holds.</summary>
    Filter,

    /// <summary>A value for each item.</summary>
    Map,
}

/// <summary>A macro: <paramref name="Condition"/> is judged and <paramref name="Result"/> computed with each item as the variable.</summary>
internal sealed record MacroNode(int Offset, int Height, MacroKind Kind, Node Range, string Variable, Node? Condition, Node? Result) : Node(Offset, Height);
