using System.Text.Json.Nodes;

namespace OpsAutomation.Testing.Systems.Local;

/// <summary>An HTTP answer, read to its end.</summary>
/// <param name="Status">The status.</param>
/// <param name="ContentType">The media type, or null.</param>
/// <param name="Body">The body as text.</param>
public sealed record Answer(int Status, string? ContentType, string Body)
{
    /// <summary>The body as JSON.</summary>
    public JsonNode Json => Body.Length == 0 ? new JsonObject() : JsonNode.Parse(Body)!;

    /// <summary>The field that a problem names, or null.</summary>
    public string? Field => Json["field"]?.GetValue<string>();

    /// <summary>The ids of accepted alerts.</summary>
    /// <exception cref="InvalidOperationException">Nothing was accepted.</exception>
    public IReadOnlyList<string> Ids => Status == 202
        ? [.. Json["ids"]!.AsArray().Select(i => i!.GetValue<string>())]
        : throw new InvalidOperationException($"Not accepted: {Status} {Body}");

    /// <summary>Reads an answer.</summary>
    public static async Task<Answer> ReadAsync(HttpResponseMessage response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return new Answer((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
    }
}
