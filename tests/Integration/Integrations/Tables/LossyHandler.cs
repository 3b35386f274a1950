namespace OpsAutomation.Integration.Integrations.Tables;

/// <summary>A network that loses requests, or answers after the request has taken effect.</summary>
internal sealed class LossyHandler() : DelegatingHandler(new SocketsHttpHandler())
{
    private readonly Queue<Loss> _losses = new();

    internal enum Loss
    {
        /// <summary>The request never arrives.</summary>
        Request,

        /// <summary>The request takes effect and its answer is lost.</summary>
        Answer,

        /// <summary>Nothing is lost.</summary>
        None,
    }

    /// <summary>Called with each batch before it is sent.</summary>
    public Func<Task>? BeforeBatch { get; set; }

    /// <summary>Number of batches that were sent, lost ones included.</summary>
    public int Batches { get; private set; }

    /// <summary>What happens to the next batches; those after them arrive.</summary>
    public void Lose(params Loss[] losses)
    {
        foreach (var loss in losses)
        {
            _losses.Enqueue(loss);
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri?.AbsolutePath.EndsWith("$batch", StringComparison.Ordinal) is not true)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        Batches++;
        if (BeforeBatch is { } before)
        {
            await before();
        }

        var loss = _losses.TryDequeue(out var next) ? next : Loss.None;
        if (loss == Loss.Request)
        {
            throw new HttpRequestException("The connection broke (by the test).");
        }

        var response = await base.SendAsync(request, cancellationToken);
        if (loss == Loss.None)
        {
            return response;
        }

        response.Dispose();
        throw new HttpRequestException("The connection broke before the answer (by the test).");
    }
}
