using System.Text.Json;
using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Store;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Control;

/// <summary>Reads the fields of a JSON body and collects every problem, so that a caller hears of all of them at once.</summary>
internal sealed class BodyFields
{
    private readonly JsonObject _body;

    /// <summary>Opens a body that must be an object with no other fields than the known ones.</summary>
    public BodyFields(SimRequest request, params string[] known)
    {
        JsonNode? root = null;
        try
        {
            root = JsonNode.Parse(request.Body.Length == 0 ? "{}"u8 : request.Body, null, new JsonDocumentOptions { MaxDepth = 32, AllowDuplicateProperties = false });
        }
        catch (JsonException e)
        {
            Errors.Add($"the body is not valid JSON: {e.Message}");
        }

        _body = root as JsonObject ?? [];
        if (root is not JsonObject && Errors.Count == 0)
        {
            Errors.Add("the body must be a JSON object");
        }

        Errors.AddRange(_body.Select(pair => pair.Key).Except(known, StringComparer.Ordinal).Select(name => $"unknown field '{name}'; known are {string.Join(", ", known)}"));
    }

    /// <summary>Every problem so far.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>True when the field is there and not null.</summary>
    public bool Has(string name) => _body[name] is not null;

    /// <summary>The field's value, or null.</summary>
    public JsonNode? Node(string name) => _body[name];

    /// <summary>A text, or null; a problem when it is required and absent.</summary>
    public string? Text(string name, bool required = false)
    {
        if (_body[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0)
        {
            return text;
        }

        if (required || Has(name))
        {
            Errors.Add($"'{name}' must be a text");
        }

        return null;
    }

    /// <summary>A number inside bounds, or null.</summary>
    public double? Number(string name, double minimum, double maximum)
    {
        if (!Has(name))
        {
            return null;
        }

        if (_body[name] is JsonValue value && value.TryGetValue<double>(out var number) && number >= minimum && number <= maximum)
        {
            return number;
        }

        Errors.Add($"'{name}' must be a number from {minimum} to {maximum}");
        return null;
    }

    /// <summary>A whole number inside bounds, or null.</summary>
    public int? Whole(string name, int minimum, int maximum)
    {
        if (Number(name, minimum, maximum) is not { } number)
        {
            return null;
        }

        if (number == Math.Floor(number))
        {
            return (int)number;
        }

        Errors.Add($"'{name}' must be a whole number");
        return null;
    }

    /// <summary>True or false; false when absent.</summary>
    public bool Flag(string name)
    {
        if (_body[name] is JsonValue value && value.TryGetValue<bool>(out var flag))
        {
            return flag;
        }

        if (Has(name))
        {
            Errors.Add($"'{name}' must be true or false");
        }

        return false;
    }

    /// <summary>An ISO 8601 time, or null.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (Times.TryRead(text, out var time))
        {
            return time;
        }

        Errors.Add($"'{name}' must be an ISO 8601 time");
        return null;
    }
}
