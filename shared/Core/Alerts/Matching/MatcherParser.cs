namespace OpsAutomation.Core.Alerts.Matching;

/// <summary>Parses one text of conditions between commas; every problem keeps its position.</summary>
internal sealed class MatcherParser
{
    private const int MaxText = 2048;

    private readonly string _text;
    private int _at;

    private MatcherParser(string text) => _text = text;

    /// <summary>Adds the conditions of a text, or what is wrong with it.</summary>
    public static void Parse(string text, int index, List<MatchCondition> conditions, List<MatcherError> errors)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxText)
        {
            errors.Add(new MatcherError(index, 0, $"A condition has at most {MaxText} characters."));
            return;
        }

        var parser = new MatcherParser(text);
        bool more;
        do
        {
            // A wrong name or value is told and the next condition read; after wrong syntax nothing can be read.
            if (parser.Next(out var draft) is { } broken)
            {
                errors.Add(new MatcherError(index, parser._at, broken));
                return;
            }

            var (condition, offset, problem) = draft!.Build();
            if (condition is not null)
            {
                conditions.Add(condition);
            }
            else
            {
                errors.Add(new MatcherError(index, offset, problem!));
            }

            parser.SkipBlanks();
            more = parser._at < text.Length;
            if (more && text[parser._at] != ',')
            {
                errors.Add(new MatcherError(index, parser._at, "A comma or the end must follow a condition; put a value that has quotes or commas into double quotes."));
                return;
            }

            parser._at++;
        }
        while (more);
    }

    private string? Next(out ConditionDraft? draft)
    {
        draft = null;
        SkipBlanks();
        var nameAt = _at;
        if (Name() is not { } name)
        {
            _at = nameAt;
            return "The name of the label has no closing quote.";
        }

        if (name.Length == 0)
        {
            return "A condition starts with a field, such as service = shop-web.";
        }

        SkipBlanks();
        var known = MatchOperators.All.FirstOrDefault(o => _text.AsSpan(_at).StartsWith(o.Sign, StringComparison.Ordinal));
        if (known.Sign is null)
        {
            return $"After '{name}' one of =, !=, =~ and !~ must follow.";
        }

        _at += known.Sign.Length;
        SkipBlanks();
        var valueAt = _at;
        var quoted = _at < _text.Length && _text[_at] == '"';
        if ((quoted ? MatcherText.Unquote(_text, ref _at) : Bare()) is not { } value)
        {
            _at = valueAt;
            return "The value has no closing quote.";
        }

        draft = new ConditionDraft(name, nameAt, known.Operator, value, valueAt, quoted);
        return null;
    }

    private string? Name()
    {
        var start = _at;
        while (_at < _text.Length && MatcherText.IsPlain(_text[_at]))
        {
            _at++;
        }

        var name = _text[start.._at];
        if (name != AlertField.LabelPrefix || _at >= _text.Length || _text[_at] != '"')
        {
            return name;
        }

        return MatcherText.Unquote(_text, ref _at) is { } label ? name + label : null;
    }

    private string Bare()
    {
        var start = _at;
        while (_at < _text.Length && _text[_at] is not (',' or '"'))
        {
            _at++;
        }

        return _text[start.._at].TrimEnd();
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }
}
