using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions.Syntax;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    /// <summary>The end of the source.</summary>
    End,

    /// <summary>A name.</summary>
    Name,

    /// <summary>A field name between backquotes.</summary>
    QuotedName,

    /// <summary>An integer without sign; its text is the number.</summary>
    Int,

    /// <summary>Any other literal, ready as a value.</summary>
    Literal,

    /// <summary>An operator or a bracket; its text is the symbol.</summary>
    Symbol,
}

/// <summary>One token.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The name, the symbol, or the literal as written.</param>
/// <param name="Offset">Where it begins.</param>
/// <param name="Value">The value of a literal.</param>
internal sealed record Token(TokenKind Kind, string Text, int Offset, ExpressionValue? Value = null)
{
    /// <summary>Whether it is this symbol.</summary>
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;
}

/// <summary>Ends the reading of a source; caught where it is compiled and never seen outside.</summary>
internal sealed class SyntaxException(ProblemKind kind, string message, int offset) : Exception(message)
{
    /// <summary>What kind of problem it is.</summary>
    public ProblemKind Kind { get; } = kind;

    /// <summary>Where it is.</summary>
    public int Offset { get; } = offset;

    /// <summary>A source that is not an expression.</summary>
    public static SyntaxException At(int offset, string message) => new(ProblemKind.Syntax, message, offset);
}
