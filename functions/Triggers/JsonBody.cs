using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Functions.Triggers;

/// <summary>JSON in and out of our API: bodies are read as strictly as those of senders.</summary>
internal static class JsonBody
{
    /// <summary>Reads the body of a request, or says what is wrong with it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="shape">What the body must look like, for the answer.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public static async Task<(T? Body, IntakeProblem? Problem)> ReadAsync<T>(HttpRequest request, string shape, CancellationToken cancellationToken)
        where T : class
    {
        var reading = await ReadAsync(request, cancellationToken);
        if (reading.Problem is { } problem)
        {
            return (null, problem);
        }

        try
        {
            return (OpsJson.Read<T>(reading.Body.GetRawText()), null);
        }
        catch (JsonException)
        {
            return (null, new IntakeProblem(StatusCodes.Status400BadRequest, "body", $"Send {shape}."));
        }
    }

    /// <summary>Reads the body of a request as it is.</summary>
    public static async Task<IntakeReading> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var encoding = request.Headers.ContentEncoding.ToString();
        if (IntakeReader.CheckHeaders(request.ContentType, encoding) is { } wrong)
        {
            return new IntakeReading(default, wrong);
        }

        var (bytes, problem) = await IntakeReader.ReadBytesAsync(request.Body, encoding, cancellationToken);
        return problem is not null ? new IntakeReading(default, problem) : IntakeReader.Parse(bytes);
    }

    /// <summary>Reads a body whose bytes were taken before, as sent.</summary>
    public static async Task<IntakeReading> ReadAsync(ReadOnlyMemory<byte> sent, string? contentType, string? encoding, CancellationToken cancellationToken)
    {
        if (IntakeReader.CheckHeaders(contentType, encoding) is { } wrong)
        {
            return new IntakeReading(default, wrong);
        }

        if (string.IsNullOrWhiteSpace(encoding) || encoding.Trim().Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            return IntakeReader.Parse(sent);
        }

        using var packed = new MemoryStream(sent.ToArray(), writable: false);
        var (bytes, problem) = await IntakeReader.ReadBytesAsync(packed, encoding, cancellationToken);
        return problem is not null ? new IntakeReading(default, problem) : IntakeReader.Parse(bytes);
    }

    /// <summary>The problem of a reason that is missing or too long, or null.</summary>
    public static IntakeProblem? Reason(string? reason) => reason?.Trim().Length is > 0 and <= ApprovalDesk.MaxReason
        ? null
        : new IntakeProblem(StatusCodes.Status400BadRequest, "reason", $"Say why, in 1 to {ApprovalDesk.MaxReason} characters; it is kept.");

    /// <summary>Answers with JSON.</summary>
    public static IActionResult Of<T>(T value, int status = StatusCodes.Status200OK) =>
        new JsonAnswer { Content = OpsJson.Write(value), ContentType = "application/json", StatusCode = status };

    // What MVC's executor makes of it, without looking for a charset that is known.
    private sealed class JsonAnswer : ContentResult
    {
        public override Task ExecuteResultAsync(ActionContext context)
        {
            ArgumentNullException.ThrowIfNull(context);
            var (response, bytes) = (context.HttpContext.Response, Encoding.UTF8.GetBytes(Content!));
            response.StatusCode = StatusCode!.Value;
            response.ContentType = ContentType;
            response.ContentLength = bytes.Length;
            return response.Body.WriteAsync(bytes, context.HttpContext.RequestAborted).AsTask();
        }
    }
}
