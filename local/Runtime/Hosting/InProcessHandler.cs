using OpsAutomation.Runtime.Clock;

namespace OpsAutomation.Runtime.Hosting;

/// <summary>Sends requests into the host's pipeline without a socket.</summary>
internal sealed class InProcessHandler(HttpMessageHandler inner, WorkLedger ledger) : DelegatingHandler(inner)
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var standIn = ledger.EnterQueued($"{request.Method} {request.RequestUri?.AbsolutePath} (in process)");
        using (ledger.Park())
        {
            try
            {
                InProcessCall.Offer(standIn);
                var response = await base.SendAsync(request, cancellationToken);

                // The whole answer while parked: the function may wait on the clock between two pieces of it.
                await response.Content.LoadIntoBufferAsync(cancellationToken);
                return response;
            }
            finally
            {
                standIn.Dispose();
            }
        }
    }
}
