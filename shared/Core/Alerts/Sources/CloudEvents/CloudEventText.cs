using System.Globalization;
using System.Text.Json;

namespace OpsAutomation.Core.Alerts.Sources.CloudEvents;

/// <summary>Writes our own events: CloudEvents 1.0 in JSON, times in UTC to the millisecond.</summary>
internal static class CloudEventText
{
    /// <param name="source">Who says it.</param>
    /// <param name="id">Its id; the same for the same thing said twice.</param>
    /// <param name="type">Its type.</param>
    /// <param name="time">When it happened.</param>
    /// <param name="data">Its data, by name.</param>
    public static JsonElement Write<T>(string source, string id, string type, DateTimeOffset time, IReadOnlyDictionary<string, T> data) =>
        JsonSerializer.SerializeToElement(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["specversion"] = "1.0",
            ["id"] = id,
            ["source"] = source,
            ["type"] = type,
            ["time"] = Time(time),
            ["datacontenttype"] = "application/json",
            ["data"] = data,
        });

    /// <summary>A time as events spell it.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
