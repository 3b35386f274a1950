using System.Text.Json;
using System.Xml;
using Azure.Monitor.Query.Models;

namespace Azure.Monitor.Query;

/// <summary>Reads the answer of a log query.</summary>
internal static class LogsAnswer
{
    public static async Task<LogsQueryResult> ReadAsync(Response response, CancellationToken cancellationToken)
    {
        using var document = await JsonDocument.ParseAsync(response.ContentStream, default, cancellationToken).ConfigureAwait(false);
        var root = document.RootElement;
        var tables = root.TryGetProperty("tables", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(Table).ToList()
            : [];
        var error = root.TryGetProperty("error", out var failure) && failure.ValueKind == JsonValueKind.Object
            ? new ResponseError(Text(failure, "code"), Text(failure, "message"))
            : null;
        var status = (error, tables.Count) switch
        {
            (null, _) => LogsQueryResultStatus.Success,
            (_, 0) => LogsQueryResultStatus.Failure,
            _ => LogsQueryResultStatus.PartialFailure,
        };
        return new LogsQueryResult(tables, status, error);
    }

    private static LogsTable Table(JsonElement table)
    {
        var columns = table.GetProperty("columns").EnumerateArray()
            .Select(c => new LogsTableColumn(Text(c, "name"), new LogsColumnType(Text(c, "type"))))
            .ToList();
        var rows = table.GetProperty("rows").EnumerateArray()
            .Select(r => new LogsTableRow(columns, [.. r.EnumerateArray().Select((cell, i) => Cell(cell, columns[i].Type))]))
            .ToList();
        return new LogsTable(Text(table, "name"), rows, columns);
    }

    private static object Cell(JsonElement cell, LogsColumnType type)
    {
        if (cell.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            return null;
        }

        return type.ToString() switch
        {
            "bool" => cell.ValueKind == JsonValueKind.Number ? cell.GetInt32() != 0 : cell.GetBoolean(),
            "datetime" => cell.GetDateTimeOffset(),
            "guid" => cell.GetGuid(),
            "int" => cell.GetInt32(),
            "long" => cell.GetInt64(),

            // JSON has no word for these three, so the service writes them as text.
            "real" => cell.ValueKind == JsonValueKind.String ? XmlConvert.ToDouble(Special(cell.GetString())) : cell.GetDouble(),
            "decimal" => decimal.Parse(cell.ToString()),
            "timespan" => TimeSpan.Parse(cell.GetString()),
            "dynamic" => new BinaryData(cell.ValueKind == JsonValueKind.String ? cell.GetString() : cell.GetRawText()),
            _ => cell.ToString(),
        };
    }

    private static string Special(string text) => text switch
    {
        "Infinity" => "INF",
        "-Infinity" => "-INF",
        _ => text,
    };

    private static string Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
