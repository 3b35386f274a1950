using System.Web;
using Azure.Core;
using Azure.Core.Pipeline;

namespace OpsAutomation.Integrations.Arm.Calls;

/// <summary>Writes every call of a pipeline into the log, also the ones that got no answer.</summary>
internal sealed class CallLogPolicy(IArmCallLog log, TimeProvider clock) : HttpPipelinePolicy
{
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var (at, started) = (clock.GetUtcNow(), clock.GetTimestamp());
        try
        {
            await ProcessNextAsync(message, pipeline);
        }
        finally
        {
            Note(message, at, started);
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var (at, started) = (clock.GetUtcNow(), clock.GetTimestamp());
        try
        {
            ProcessNext(message, pipeline);
        }
        finally
        {
            Note(message, at, started);
        }
    }

    private void Note(HttpMessage message, DateTimeOffset at, long started)
    {
        var uri = message.Request.Uri.ToUri();
        var response = message.HasResponse ? message.Response : null;
        log.Add(new ArmCall(
            at,
            message.Request.Method.Method,
            uri.AbsolutePath,
            HttpUtility.ParseQueryString(uri.Query)["api-version"],
            response?.Status,
            response is not null && response.Headers.TryGetValue("x-ms-request-id", out var id) ? id : null,
            message.Request.ClientRequestId,
            clock.GetElapsedTime(started)));
    }
}
