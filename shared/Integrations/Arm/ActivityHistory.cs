using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Integrations.Arm;

/// <summary>What was done to a resource, by whom and how it ended, from the activity log: one line for each operation.</summary>
/// <param name="arm">The way to Azure.</param>
public sealed class ActivityHistory(ArmGateway arm) : ILogReader
{
    private const string Log = "the activity log";

    /// <summary>More entries of one resource in an hour (200 a page) are not read through; the newest come first.</summary>
    private const int MaxPages = 2;

    /// <inheritdoc/>
    public async Task<LogHistory> ReadAsync(string? resource, TimeSpan span, CancellationToken cancellationToken)
    {
        if (resource is null || !ArmTarget.IsResource(resource) || !ResourceIdentifier.TryParse(resource, out var id) || id?.SubscriptionId is not { } subscription)
        {
            return new LogHistory([], $"The alert names no resource of which {Log} would know.");
        }

        try
        {
            var now = arm.Clock.GetUtcNow();
            var (entries, complete) = await ActivityLogPages.ReadAsync(arm, subscription, now - span, now, $"resourceUri eq '{id}'", MaxPages, cancellationToken);
            return LogExcerpt.Of([.. entries.Select(Read).OfType<Entry>().GroupBy(e => (e.Operation, e.Request)).Select(Newest)], Log, complete);
        }
        catch (Exception e) when (ArmFailure.Of(e, arm.Clock) is { } failure)
        {
            return new LogHistory([], $"{char.ToUpperInvariant(Log[0])}{Log[1..]} could not be read. {failure.Reason}");
        }
    }

    // An operation has an entry for each state; how it ended is the one to keep, at the time of its end.
    private static LogLine Newest(IEnumerable<Entry> states)
    {
        var last = states.MaxBy(e => e.At)!;
        return new LogLine(last.At, $"{last.Operation} {last.Status} by {last.Caller}{(last.Why is { } why ? $": {why}" : string.Empty)}");
    }

    private static Entry? Read(JsonObject entry) =>
        Text(entry["operationName"]) is { } operation
        && DateTimeOffset.TryParse(entry["eventTimestamp"]?.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? new Entry(
                at,
                operation,
                Text(entry["status"]) ?? "without a status",
                entry["caller"]?.ToString() is { Length: > 0 } caller ? caller : "Azure",
                entry["correlationId"]?.ToString() ?? entry["eventDataId"]?.ToString() ?? string.Empty,
                Why((entry["properties"] as JsonObject)?["statusMessage"]?.ToString()))
            : null;

    // Azure's error as JSON in a text: its code and message, never the whole of it.
    private static string? Why(string? message)
    {
        if (string.IsNullOrEmpty(message))
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(message) is JsonObject body && (body["error"] as JsonObject ?? body) is { } error && error["code"]?.ToString() is { Length: > 0 } code
                ? $"{code} {error["message"]}".TrimEnd()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonNode? node) => (node as JsonObject)?["value"]?.ToString() is { Length: > 0 } text ? text : null;

    private sealed record Entry(DateTimeOffset At, string Operation, string Status, string Caller, string Request, string? Why);
}
