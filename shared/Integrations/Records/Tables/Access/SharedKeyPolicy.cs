using Azure.Core;
using Azure.Core.Pipeline;

namespace OpsAutomation.Integrations.Records.Tables.Access;

/// <summary>Dates and signs each request. The service refuses dates that are off by more than 15 minutes: the clock is the real one.</summary>
internal sealed class SharedKeyPolicy(SharedKey key, TimeProvider clock) : HttpPipelineSynchronousPolicy
{
    /// <inheritdoc/>
    public override void OnSendingRequest(HttpMessage message)
    {
        var request = message.Request;
        var date = clock.GetUtcNow().ToString("R");
        request.Headers.SetValue("x-ms-date", date);
        var signed = key.StringToSign(
            request.Method.Method.ToUpperInvariant(), Value(request, "Content-MD5"), Value(request, "Content-Type"), date, request.Uri.ToUri());
        request.Headers.SetValue("Authorization", key.Authorization(signed));
    }

    private static string Value(Request request, string header) => request.Headers.TryGetValue(header, out var value) ? value ?? string.Empty : string.Empty;
}
