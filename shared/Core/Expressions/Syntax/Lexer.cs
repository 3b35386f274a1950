using System.Globalization;
using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions.Syntax;

/// <summary>Cuts a source into tokens, from a place on.</summary>
internal sealed class Lexer(string source, int start)
{
    private static readonly string[] Symbols =
        ["||", "&&", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "!", "?", ":", ".", ",", "(", ")", "[", "]", "{", "}"];

    private int _at = start;

    /// <summary>The next token.</summary>
    public Token Next()
    {
        SkipBlank();
        if (_at >= source.Length)
        {
            return new Token(TokenKind.End, string.Empty, source.Length);
        }

        var c = source[_at];
        if (IsNameStart(c))
        {
            return StringReader.StartsAt(source, _at) ? ReadString() : ReadName();
        }

        if (c is '"' or '\'')
        {
            return ReadString();
        }

        if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1))))
        {
            return ReadNumber();
        }

        return c == '`' ? ReadQuotedName() : ReadSymbol();
    }

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';

    private char Peek(int ahead) => _at + ahead < source.Length ? source[_at + ahead] : '\0';

    private void SkipBlank()
    {
        while (_at < source.Length)
        {
            if (source[_at] is ' ' or '\t' or '\n' or '\r' or '\f')
            {
                _at++;
            }
            else if (source[_at] == '/' && Peek(1) == '/')
            {
                var end = source.IndexOf('\n', _at);
                _at = end < 0 ? source.Length : end;
            }
            else
            {
                return;
            }
        }
    }

    private Token ReadName()
    {
        var begin = _at;
        while (IsNameStart(Peek(0)) || char.IsAsciiDigit(Peek(0)))
        {
            _at++;
        }

        return new Token(TokenKind.Name, source[begin.._at], begin);
    }

    private Token ReadQuotedName()
    {
        var begin = _at++;
        while (char.IsAsciiLetterOrDigit(Peek(0)) || Peek(0) is '_' or '.' or '-' or '/' or ' ')
        {
            _at++;
        }

        if (Peek(0) != '`' || _at == begin + 1)
        {
            throw SyntaxException.At(begin, "A field name between backquotes has letters, digits, '_', '.', '-', '/' and spaces, and ends with a backquote.");
        }

        return new Token(TokenKind.QuotedName, source[(begin + 1)..(_at++)], begin);
    }

    private Token ReadString()
    {
        var begin = _at;
        var value = StringReader.Read(source, ref _at);
        return new Token(TokenKind.Literal, source[begin.._at], begin, value);
    }

    private Token ReadSymbol()
    {
        foreach (var symbol in Symbols)
        {
            if (string.CompareOrdinal(source, _at, symbol, 0, symbol.Length) == 0)
            {
                _at += symbol.Length;
                return new Token(TokenKind.Symbol, symbol, _at - symbol.Length);
            }
        }

        var hint = source[_at] switch
        {
            '=' => " Write '==' to compare.",
            '&' => " Write '&&' for and.",
            '|' => " Write '||' for or.",
            _ => string.Empty,
        };
        throw SyntaxException.At(_at, char.IsControl(source[_at]) || char.IsSurrogate(source[_at])
            ? $"The character U+{(int)source[_at]:X4} has no meaning here."
            : $"The character '{source[_at]}' has no meaning here.{hint}");
    }

    private Token ReadNumber()
    {
        var begin = _at;
        if (source[_at] == '0' && Peek(1) is 'x' or 'X' && char.IsAsciiHexDigit(Peek(2)))
        {
            _at += 2;
            SkipWhile(char.IsAsciiHexDigit);
            return Whole(begin, source[(begin + 2).._at], NumberStyles.AllowHexSpecifier);
        }

        SkipWhile(char.IsAsciiDigit);
        var isDouble = false;
        if (Peek(0) == '.' && char.IsAsciiDigit(Peek(1)))
        {
            isDouble = true;
            _at++;
            SkipWhile(char.IsAsciiDigit);
        }

        if (Peek(0) is 'e' or 'E' && (char.IsAsciiDigit(Peek(1)) || (Peek(1) is '+' or '-' && char.IsAsciiDigit(Peek(2)))))
        {
            isDouble = true;
            _at += 2;
            SkipWhile(char.IsAsciiDigit);
        }

        if (!isDouble)
        {
            return Whole(begin, source[begin.._at], NumberStyles.None);
        }

        var value = double.Parse(source.AsSpan(begin, _at - begin), NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture);
        return double.IsInfinity(value)
            ? throw SyntaxException.At(begin, "The number is larger than any double.")
            : new Token(TokenKind.Literal, source[begin.._at], begin, new DoubleValue(value));
    }

    private Token Whole(int begin, string digits, NumberStyles style)
    {
        var unsigned = Peek(0) is 'u' or 'U';
        if (!ulong.TryParse(digits, style, CultureInfo.InvariantCulture, out var value))
        {
            throw SyntaxException.At(begin, "The integer has more than 64 bits.");
        }

        if (unsigned)
        {
            _at++;
            return new Token(TokenKind.Literal, source[begin.._at], begin, new UIntValue(value));
        }

        // Kept without sign: whether 9223372036854775808 is in range is known once a minus before it is.
        return new Token(TokenKind.Int, source[begin.._at], begin, new UIntValue(value));
    }

    private void SkipWhile(Func<char, bool> holds)
    {
        while (_at < source.Length && holds(source[_at]))
        {
            _at++;
        }
    }
}
