using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpsAutomation.Runtime.Durable.History;

/// <summary>
/// One episode of an orchestration: what it was told at one moment, and what it did before it waited again. A history is
/// a list of these, one row each; telling the code the same again must make it do the same again.
/// </summary>
/// <param name="Time">The orchestration's current time during the episode, UTC.</param>
/// <param name="Received">What was delivered, in order.</param>
/// <param name="Did">What the code did, in order.</param>
public sealed record Episode(DateTime Time, IReadOnlyList<DurableEvent> Received, IReadOnlyList<DurableAction> Did);

/// <summary>The one JSON form of histories and messages in the database.</summary>
internal static class HistoryJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    internal static T Read<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException($"The database holds 'null' where a {typeof(T).Name} belongs.");
}
