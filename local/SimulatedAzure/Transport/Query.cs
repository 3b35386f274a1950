namespace OpsAutomation.SimulatedAzure.Transport;

/// <summary>Query parameters of an address; names without regard to case, the first value wins.</summary>
internal sealed class Query
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the query of an address.</summary>
    public Query(Uri uri)
    {
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            var name = at < 0 ? pair : pair[..at];
            var value = at < 0 ? "" : pair[(at + 1)..];
            _values.TryAdd(Decode(name), Decode(value));
        }
    }

    /// <summary>A parameter's value; null when it is absent or empty.</summary>
    public string? this[string name] => _values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>Names of all parameters.</summary>
    public IEnumerable<string> Names => _values.Keys;

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
