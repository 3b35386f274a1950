using System.Text.Json;
using Azure;

namespace OpsAutomation.Integrations.Records.Tables;

/// <summary>Where the service goes on with a query; opaque.</summary>
/// <param name="Partition">Value of <c>x-ms-continuation-NextPartitionKey</c>.</param>
/// <param name="Row">Value of <c>x-ms-continuation-NextRowKey</c>, where it was given.</param>
internal sealed record Continuation(string Partition, string? Row);

/// <summary>The answer to a request, or to one part of a batch.</summary>
/// <param name="Status">The HTTP status; 0 when no answer came.</param>
/// <param name="Code">The service's error code, for example <c>EntityAlreadyExists</c>; null when there is none.</param>
/// <param name="Message">What went wrong, for a person; empty on success.</param>
/// <param name="RetryAfter">How long the service asks to wait, or null.</param>
/// <param name="Cause">The exception when no answer came, or null.</param>
internal sealed record TableReply(int Status, string? Code, string Message, TimeSpan? RetryAfter = null, Exception? Cause = null)
{
    private const int MaxMessage = 300;

    /// <summary>The body of an answer that was no error; else empty.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Where the next page of a query begins, or null on the last.</summary>
    public Continuation? Next { get; init; }

    /// <summary>It was done.</summary>
    public bool Done => Status is >= 200 and < 300;

    /// <summary>Another attempt may succeed ("Status and error codes" of storage: these statuses are the retryable ones).</summary>
    public bool MayPass => Status is 0 or 408 or 429 or 500 or 502 or 503 or 504;

    /// <summary>It may have taken effect although it failed. A refusal for load says that it has not.</summary>
    public bool Doubtful => MayPass && Status != 429 && !(Status == 503 && Code == "ServerBusy");

    /// <summary>There is no such row. (That there is no such table is another code, and an error.)</summary>
    public bool RowAbsent => Status == 404 && Code is "ResourceNotFound" or "EntityNotFound";

    /// <summary>A row was not as the change expected it.</summary>
    public bool Conflict => RowAbsent || Code is "EntityAlreadyExists" or "UpdateConditionNotSatisfied" or "ConditionNotMet" || Status == 412;

    /// <summary>The failure of an answer's JSON.</summary>
    public static TableReply Failed(int status, ReadOnlyMemory<byte> json, string? code, TimeSpan? retryAfter)
    {
        var message = string.Empty;
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("odata.error", out var error))
            {
                code = error.GetProperty("code").GetString() ?? code;
                message = error.GetProperty("message").GetProperty("value").GetString() ?? message;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // Not the service but something before it answered; the status is all that is known.
        }

        return new TableReply(status, code, message, retryAfter);
    }

    /// <summary>The exception of a failure that ends the call.</summary>
    /// <param name="what">What was tried, without content.</param>
    public RequestFailedException Exception(string what)
    {
        // The service puts its request id and time on further lines.
        var text = Message.Split('\n')[0].Trim();
        return new RequestFailedException(Status, $"{what} failed: {(Status == 0 ? "no answer" : $"status {Status}")}{(Code is null ? "" : $", {Code}")}. {text[..Math.Min(text.Length, MaxMessage)]}", Code, Cause);
    }
}
