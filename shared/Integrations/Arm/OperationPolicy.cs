using Azure.Core;
using Azure.Core.Pipeline;

namespace OpsAutomation.Integrations.Arm;

/// <summary>What a change carries beside its body: the version that it was planned on, and an id that finds it again in the activity log.</summary>
/// <param name="Id">Id derived from the operation.</param>
/// <param name="IfMatch">The ETag that must still be current, or null.</param>
internal sealed record OperationHeaders(Guid Id, string? IfMatch)
{
    /// <summary>Key of the message property; the typed clients have no parameter for these headers.</summary>
    public const string Property = "ops-operation";

    /// <summary>Every change sent in the scope carries the headers.</summary>
    public IDisposable Scope() => HttpPipeline.CreateHttpMessagePropertiesScope(new Dictionary<string, object?>(StringComparer.Ordinal) { [Property] = this });
}

/// <summary>Puts <see cref="OperationHeaders"/> on the changes of their scope.</summary>
internal sealed class OperationPolicy : HttpPipelineSynchronousPolicy
{
    /// <inheritdoc/>
    public override void OnSendingRequest(HttpMessage message)
    {
        if (message.Request.Method == RequestMethod.Get || !message.TryGetProperty(OperationHeaders.Property, out var value) || value is not OperationHeaders headers)
        {
            return;
        }

        message.Request.ClientRequestId = headers.Id.ToString();
        message.Request.Headers.SetValue("x-ms-client-request-id", headers.Id.ToString());
        message.Request.Headers.SetValue("x-ms-correlation-request-id", headers.Id.ToString());
        if (headers.IfMatch is { } etag)
        {
            message.Request.Headers.SetValue("If-Match", etag);
        }
    }
}
