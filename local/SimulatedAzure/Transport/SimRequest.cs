namespace OpsAutomation.SimulatedAzure.Transport;

/// <summary>One request as it reached the simulation, whether in process or over HTTP.</summary>
/// <param name="Method">HTTP method, upper case.</param>
/// <param name="Uri">Absolute address; over plain HTTP its origin is the local port.</param>
/// <param name="Service">Host that decides which service answers, for example <c>management.azure.com</c>.</param>
/// <param name="Headers">Headers; names without regard to case, values joined by a comma.</param>
/// <param name="Body">Body, empty when there is none.</param>
/// <param name="Principal">Who the transport was made for; a token of the simulation overrules it.</param>
internal sealed record SimRequest(
    string Method, Uri Uri, string Service, IReadOnlyDictionary<string, string> Headers, byte[] Body, string Principal)
{
    /// <summary>A header's value, or null.</summary>
    public string? Header(string name) => Headers.TryGetValue(name, out var value) ? value : null;

    /// <summary>Media type of the body in lower case without parameters, or an empty string.</summary>
    public string MediaType => (Header("Content-Type") ?? "").Split(';')[0].Trim().ToLowerInvariant();
}
