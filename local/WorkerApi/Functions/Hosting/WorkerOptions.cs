using Azure.Core.Serialization;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The worker's settings.</summary>
public class WorkerOptions
{
    private const string UserCodeException = "EnableUserCodeException";
    private const string EmptyEntries = "IncludeEmptyEntriesInMessagePayload";

    /// <summary>How values become JSON and back.</summary>
    public ObjectSerializer? Serializer { get; set; }

    /// <summary>The converters that are asked for a parameter's value.</summary>
    public InputConverterCollection InputConverters { get; } = new();

    /// <summary>What this worker tells the host it can do. User exceptions reach the host by default.</summary>
    public IDictionary<string, string> Capabilities { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { [UserCodeException] = bool.TrueString };

    /// <summary>Whether the host sees the exception that the function threw, with type and message.</summary>
    [Obsolete("On by default; remains for older apps.")]
    public bool EnableUserCodeException
    {
        get => Has(UserCodeException);
        set => Put(UserCodeException, value);
    }

    /// <summary>Whether empty entries of a trigger message are kept.</summary>
    public bool IncludeEmptyEntriesInMessagePayload
    {
        get => Has(EmptyEntries);
        set => Put(EmptyEntries, value);
    }

    private bool Has(string name) =>
        Capabilities.TryGetValue(name, out var text) && bool.TryParse(text, out var value) && value;

    private void Put(string name, bool value)
    {
        if (value)
        {
            Capabilities[name] = bool.TrueString;
        }
        else
        {
            Capabilities.Remove(name);
        }
    }
}
