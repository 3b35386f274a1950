using System.Text.Json;
using System.Xml;

namespace OpsAutomation.Core.Alerts.Sources.CloudEvents;

/// <summary>
/// Reads the data of an event whose schema is ours, strictly: exact names, exact types, nothing unknown. All problems are
/// told at once. A field that may be absent may be null.
/// </summary>
internal sealed class StrictData
{
    private const int MaxProblems = 8;

    private readonly JsonElement _data;
    private readonly string _path;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly List<StrictData> _inner = [];
    private readonly List<DeadLetter> _problems;

    /// <summary>Begins with an event's data.</summary>
    public StrictData(JsonElement data)
        : this(data, "data", [])
    {
    }

    private StrictData(JsonElement data, string path, List<DeadLetter> problems) => (_data, _path, _problems) = (data, path, problems);

    /// <summary>The names that were asked for: the fields of the schema.</summary>
    public IReadOnlyCollection<string> Names => _read;

    /// <summary>A text that must be there.</summary>
    public string Required(string name, int maxLength) => Text(name, maxLength, required: true) ?? string.Empty;

    /// <summary>A text that may be absent.</summary>
    public string? Optional(string name, int maxLength) => Text(name, maxLength, required: false);

    /// <summary>One of the words, which must be there unless <paramref name="required"/> is false.</summary>
    public string? Word(string name, IReadOnlyList<string> words, bool required = true)
    {
        var text = Text(name, 64, required);
        if (text is null || words.Contains(text, StringComparer.Ordinal))
        {
            return text;
        }

        Bad(name, $"'{text}' must be one of {string.Join(", ", words)}", NearestName.Of(text, words));
        return null;
    }

    /// <summary>A finite number in a range.</summary>
    public double? Number(string name, double min, double max, bool required = true)
    {
        if (Find(name, required) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= min && number <= max)
        {
            return number;
        }

        Bad(name, FormattableString.Invariant($"it must be a number from {min} to {max}"));
        return null;
    }

    /// <summary>A time of RFC 3339 with its offset.</summary>
    public DateTimeOffset? Time(string name, bool required = true)
    {
        if (Text(name, 64, required) is not { } text)
        {
            return null;
        }

        if (text.Length > 10 && text[10] == 'T' && (text[^1] == 'Z' || text.LastIndexOfAny(['+', '-']) > 10) && SenderTime.Parse(text) is { } time)
        {
            return time;
        }

        Bad(name, $"'{text}' must be a time such as 2026-11-24T12:13:31Z, with an offset");
        return null;
    }

    /// <summary>A duration of ISO 8601 from a second to a year.</summary>
    public TimeSpan? Duration(string name, bool required = true)
    {
        if (Text(name, 64, required) is not { } text)
        {
            return null;
        }

        try
        {
            var duration = XmlConvert.ToTimeSpan(text);
            if (duration >= TimeSpan.FromSeconds(1) && duration <= TimeSpan.FromDays(366))
            {
                return duration;
            }
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            // Told below, like a duration out of range.
        }

        Bad(name, $"'{text}' must be a duration such as PT1H, from a second to a year");
        return null;
    }

    /// <summary>A text, number or boolean as text; may be absent.</summary>
    public string? Scalar(string name, int maxLength)
    {
        if (Find(name, required: false) is not { } value)
        {
            return null;
        }

        if (JsonFields.TextOf(value, maxLength) is { } text)
        {
            return text;
        }

        Bad(name, "it must be a text, a number or a boolean");
        return null;
    }

    /// <summary>An object that must be there; its problems are told with those of the whole.</summary>
    public StrictData? Object(string name)
    {
        if (Find(name, required: true) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            return Inner(value, $"{_path}.{name}");
        }

        Bad(name, "it must be an object");
        return null;
    }

    /// <summary>A list of objects that must be there, and may be empty.</summary>
    public IReadOnlyList<StrictData> Objects(string name, int max)
    {
        if (Find(name, required: true) is not { } value)
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= max && value.EnumerateArray().All(e => e.ValueKind == JsonValueKind.Object))
        {
            return [.. value.EnumerateArray().Select((e, i) => Inner(e, $"{_path}.{name}[{i}]"))];
        }

        Bad(name, $"it must be a list of at most {max} objects");
        return [];
    }

    /// <summary>Adds a problem that no single field shows.</summary>
    public void Bad(string name, string what, string? nearest = null) => _problems.Add(new DeadLetter($"{_path}.{name}", what, nearest));

    /// <summary>All problems in one dead letter at the first of them, unknown fields among them; null when there is none.</summary>
    public DeadLetter? Problem()
    {
        if (_data.ValueKind != JsonValueKind.Object)
        {
            return new DeadLetter("data", "The event's data must be a JSON object.");
        }

        var all = _problems.Concat(Unknown()).Take(MaxProblems).ToArray();
        return all.Length == 0 ? null : new DeadLetter(all[0].Field, string.Join("; ", all.Select(p => $"{p.Field}: {p.Reason}")) + ".", all[0].Nearest);
    }

    private IEnumerable<DeadLetter> Unknown() => _data.EnumerateObject()
        .Where(p => !_read.Contains(p.Name))
        .Select(p => new DeadLetter($"{_path}.{AlertText.Clean(p.Name, 64)}", "it is no field of this event", NearestName.Of(p.Name, _read)))
        .Concat(_inner.SelectMany(i => i.Unknown()));

    private StrictData Inner(JsonElement value, string path)
    {
        var inner = new StrictData(value, path, _problems);
        _inner.Add(inner);
        return inner;
    }

    private string? Text(string name, int maxLength, bool required)
    {
        if (Find(name, required) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String || value.GetString()!.Length > maxLength || JsonFields.TextOf(value, maxLength) is not { } text)
        {
            Bad(name, $"it must be a text of 1 to {maxLength} characters");
            return null;
        }

        return text;
    }

    private JsonElement? Find(string name, bool required)
    {
        _read.Add(name);
        if (_data.ValueKind == JsonValueKind.Object && _data.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
        {
            return value;
        }

        if (required)
        {
            Bad(name, "it is required");
        }

        return null;
    }
}
