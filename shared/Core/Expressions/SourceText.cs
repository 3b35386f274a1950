namespace OpsAutomation.Core.Expressions;

/// <summary>A source and the way from an offset in it to a line and a column.</summary>
internal sealed class SourceText(string text)
{
    /// <summary>The source.</summary>
    public string Text { get; } = text;

    /// <summary>Line and column, from 1, of an offset; one past the end is where something is missing.</summary>
    public (int Line, int Column) Locate(int offset)
    {
        offset = Math.Clamp(offset, 0, Text.Length);
        var (line, start) = (1, 0);
        for (var i = 0; i < offset; i++)
        {
            if (Text[i] == '\n')
            {
                (line, start) = (line + 1, i + 1);
            }
        }

        return (line, offset - start + 1);
    }
}
