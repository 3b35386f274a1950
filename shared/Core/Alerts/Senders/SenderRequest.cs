namespace OpsAutomation.Core.Alerts.Senders;

/// <summary>What a request brings as proof.</summary>
/// <param name="Body">The body's bytes as sent: a signature is over these, before any decompression.</param>
/// <param name="Headers">The values of a header by name; empty when absent.</param>
/// <param name="Codes">The values of the query's <c>code</c>.</param>
public sealed record SenderRequest(ReadOnlyMemory<byte> Body, Func<string, IReadOnlyList<string?>> Headers, IReadOnlyList<string?> Codes)
{
    /// <summary>The most characters that a header with a proof may have. Tokens with many groups are the longest real ones.</summary>
    public const int MaxHeader = 16 * 1024;

    /// <summary>Whether the header is there at all.</summary>
    public bool Has(string name) => Headers(name).Count > 0;

    /// <summary>The value of a header that stands once, is plain ASCII and not too long; null otherwise. Which of two values is meant cannot be told.</summary>
    public string? Single(string name) => Only(Headers(name));

    /// <summary>The function key: the header, else the query's <c>code</c>.</summary>
    public string? FunctionKey() => Has("x-functions-key") ? Single("x-functions-key") : Only(Codes);

    /// <summary>The credential behind a word of the Authorization header, or null.</summary>
    public string? Authorization(string word)
    {
        var value = Single("Authorization");
        return value is not null && value.StartsWith(word + " ", StringComparison.OrdinalIgnoreCase) ? value[(word.Length + 1)..].Trim(' ') : null;
    }

    private static string? Only(IReadOnlyList<string?> values) =>
        values is [{ Length: > 0 and <= MaxHeader } value] && !value.AsSpan().ContainsAnyExceptInRange(' ', '~') ? value : null;
}
