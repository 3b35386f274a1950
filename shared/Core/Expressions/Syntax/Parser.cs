using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions.Syntax;

/// <summary>
/// Reads an expression by precedence climbing. Recursion is bounded by the depth limit, and so is the height of the tree,
/// which bounds the recursion of everything that walks it.
/// </summary>
internal sealed class Parser
{
    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal) { "true", "false", "null", "in" };

    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "as", "break", "const", "continue", "else", "for", "function", "if", "import",
        "let", "loop", "package", "namespace", "return", "var", "void", "while",
    };

    private readonly Lexer _lexer;
    private readonly NodeFactory _make;
    private readonly ExpressionLimits _limits;
    private Token _token;
    private int _depth;

    private Parser(string source, int start, ExpressionLimits limits)
    {
        _limits = limits;
        _lexer = new Lexer(source, start);
        _make = new NodeFactory(limits);
        _token = _lexer.Next();
    }

    /// <summary>Reads a source from a place to its end; throws <see cref="SyntaxException"/>.</summary>
    public static Node Parse(string source, int start, ExpressionLimits limits)
    {
        if (source.Length > limits.SourceLength)
        {
            throw new SyntaxException(ProblemKind.Limit, $"The limit SourceLength is exceeded: {source.Length} characters of at most {limits.SourceLength}.", 0);
        }

        var parser = new Parser(source, start, limits);
        var node = parser.ParseExpression();
        return parser._token.Kind == TokenKind.End ? node : throw parser.Unexpected("the end of the expression");
    }

    private Node ParseExpression()
    {
        Enter();
        var condition = ParseBinary(0);
        if (_token.Is("?"))
        {
            var offset = Take().Offset;
            var yes = ParseBinary(0);
            Expect(":");
            condition = _make.Conditional(offset, condition, yes, ParseExpression());
        }

        _depth--;
        return condition;
    }

    // Levels: 0 is ||, 1 is &&, 2 are the relations, 3 is + and -, 4 is * / and %.
    private Node ParseBinary(int level)
    {
        if (level > 4)
        {
            return ParseUnary();
        }

        var left = ParseBinary(level + 1);
        if (level <= 1)
        {
            return ParseLogic(left, level);
        }

        while (IsOperator(level))
        {
            var op = Take();
            left = _make.Binary(op.Offset, op.Text, left, ParseBinary(level + 1));
        }

        return left;
    }

    private Node ParseLogic(Node first, int level)
    {
        var symbol = level == 0 ? "||" : "&&";
        if (!_token.Is(symbol))
        {
            return first;
        }

        var offset = _token.Offset;
        var operands = new List<Node> { first };
        while (_token.Is(symbol))
        {
            Take();
            operands.Add(ParseBinary(level + 1));
        }

        return _make.Logic(offset, level == 0, operands);
    }

    private bool IsOperator(int level) => level switch
    {
        2 => _token is { Kind: TokenKind.Name, Text: "in" } || (_token.Kind == TokenKind.Symbol && _token.Text is "==" or "!=" or "<" or "<=" or ">" or ">="),
        3 => _token.Is("+") || _token.Is("-"),
        _ => _token.Is("*") || _token.Is("/") || _token.Is("%"),
    };

    private Node ParseUnary()
    {
        if (!_token.Is("!") && !_token.Is("-"))
        {
            return ParsePostfix(ParsePrimary());
        }

        Enter();
        var op = Take();
        Node node;
        if (op.Text == "-" && _token.Kind == TokenKind.Int)
        {
            node = ParsePostfix(_make.Literal(op.Offset, Integer(Take(), negative: true)));
        }
        else if (op.Text == "-" && _token is { Kind: TokenKind.Literal, Value: DoubleValue value })
        {
            Take();
            node = ParsePostfix(_make.Literal(op.Offset, new DoubleValue(-value.Value)));
        }
        else if ((_token.Is("!") || _token.Is("-")) && !_token.Is(op.Text))
        {
            throw Unexpected("a value; '!' and '-' are not mixed without brackets");
        }
        else
        {
            node = _make.Unary(op.Offset, op.Text, ParseUnary());
        }

        _depth--;
        return node;
    }

    private Node ParsePrimary()
    {
        var token = _token;
        switch (token.Kind)
        {
            case TokenKind.Int:
                return _make.Literal(token.Offset, Integer(Take(), negative: false));
            case TokenKind.Literal:
                return _make.Literal(Take().Offset, token.Value!);
            case TokenKind.Name:
                return ParseName(absolute: false, token.Offset);
        }

        if (token.Is("("))
        {
            Take();
            var inner = ParseExpression();
            Expect(")");
            return inner;
        }

        if (token.Is("["))
        {
            Take();
            return _make.List(token.Offset, ParseItems("]", ParseExpression));
        }

        if (token.Is("{"))
        {
            Take();
            return _make.Map(token.Offset, ParseItems("}", () =>
            {
                var key = ParseExpression();
                Expect(":");
                return (key, ParseExpression());
            }));
        }

        if (token.Is("."))
        {
            Take();
            return ParseName(absolute: true, token.Offset);
        }

        throw Unexpected("a value");
    }

    private Node ParseName(bool absolute, int offset)
    {
        if (_token.Kind != TokenKind.Name)
        {
            throw Unexpected("a name");
        }

        var name = Take();
        if (!absolute && name.Text is "true" or "false" or "null")
        {
            return _make.Literal(offset, name.Text == "null" ? NullValue.Instance : BoolValue.Of(name.Text == "true"));
        }

        if (Keywords.Contains(name.Text) || Reserved.Contains(name.Text))
        {
            throw SyntaxException.At(name.Offset, $"'{name.Text}' is a reserved word.");
        }

        if (_token.Is("("))
        {
            Take();
            return _make.Call(offset, name.Text, null, ParseItems(")", ParseExpression));
        }

        return _make.Name(offset, name.Text, absolute);
    }

    private Node ParsePostfix(Node node)
    {
        while (true)
        {
            if (_token.Is("."))
            {
                Take();
                var field = _token;
                if (field.Kind == TokenKind.QuotedName)
                {
                    node = _make.Select(Take().Offset, node, field.Text);
                    continue;
                }

                if (field.Kind != TokenKind.Name || Keywords.Contains(field.Text))
                {
                    throw Unexpected("a field name");
                }

                Take();
                if (_token.Is("("))
                {
                    Take();
                    node = _make.Call(field.Offset, field.Text, node, ParseItems(")", ParseExpression));
                }
                else
                {
                    node = _make.Select(field.Offset, node, field.Text);
                }
            }
            else if (_token.Is("["))
            {
                var offset = Take().Offset;
                var index = ParseExpression();
                Expect("]");
                node = _make.Index(offset, node, index);
            }
            else if (_token.Is("{") && node is NameNode or SelectNode)
            {
                throw new SyntaxException(ProblemKind.Unsupported, "Protobuf messages are not supported; write a map.", node.Offset);
            }
            else
            {
                return node;
            }
        }
    }

    private List<T> ParseItems<T>(string close, Func<T> parseItem)
    {
        var items = new List<T>();
        while (!_token.Is(close))
        {
            items.Add(parseItem());
            if (!_token.Is(","))
            {
                break;
            }

            var comma = Take();
            if (close == ")" && _token.Is(close))
            {
                throw SyntaxException.At(comma.Offset, "A comma without an argument after it.");
            }
        }

        Expect(close);
        return items;
    }

    private static IntValue Integer(Token token, bool negative)
    {
        var magnitude = ((UIntValue)token.Value!).Value;
        if (magnitude > (negative ? 1UL << 63 : long.MaxValue))
        {
            throw SyntaxException.At(token.Offset, "The integer does not fit into a signed 64-bit integer; write u after it for an unsigned one.");
        }

        return new IntValue(negative ? unchecked((long)(0 - magnitude)) : (long)magnitude);
    }

    private Token Take()
    {
        var taken = _token;
        _token = _lexer.Next();
        return taken;
    }

    private void Expect(string symbol)
    {
        if (!_token.Is(symbol))
        {
            throw Unexpected($"'{symbol}'");
        }

        Take();
    }

    private void Enter()
    {
        if (++_depth > _limits.Depth)
        {
            throw new SyntaxException(ProblemKind.Limit, $"The limit Depth is exceeded: more than {_limits.Depth} levels of nesting.", _token.Offset);
        }
    }

    private SyntaxException Unexpected(string wanted)
    {
        var text = _token.Text.Length > 40 ? _token.Text[..40] + "..." : _token.Text;
        return SyntaxException.At(_token.Offset, _token.Kind == TokenKind.End ? $"The expression ends where {wanted} is expected." : $"'{text}' stands where {wanted} is expected.");
    }
}
