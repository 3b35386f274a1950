using OpsAutomation.SimulatedAzure.Store;

namespace OpsAutomation.SimulatedAzure.Topics;

/// <summary>A custom Event Grid topic: publishers post to <see cref="Endpoint"/>, subscribers are attached in code.</summary>
public sealed class SimulatedTopic : IAsyncDisposable
{
    private readonly SimStore _store;
    private readonly Surroundings _surroundings;
    private readonly Dictionary<string, DeliveryPump> _pumps = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    internal SimulatedTopic(SimStore store, TopicOptions options, Surroundings surroundings)
    {
        (_store, Options, _surroundings) = (store, options, surroundings);
        Key = options.Key ?? Convert.ToBase64String(StoreSession.DerivedId(store.Seed, "topic key", options.Name).ToByteArray());
    }

    /// <summary>What it was created with.</summary>
    public TopicOptions Options { get; }

    /// <summary>Access key for the <c>aeg-sas-key</c> header.</summary>
    public string Key { get; }

    /// <summary>Host of the publish endpoint.</summary>
    public string Host => $"{Options.Name}.{Options.Region}.eventgrid.azure.net".ToLowerInvariant();

    /// <summary>Where publishers post.</summary>
    public Uri Endpoint => new($"https://{Host}/api/events");

    /// <summary>Events that are queued and not yet delivered.</summary>
    public long Pending => _store.Run(session => TopicStore.Pending(session, Options.Name));

    /// <summary>Events that were given up, oldest first.</summary>
    public IReadOnlyList<DeadLetter> DeadLetters => _store.Run(session => TopicStore.DeadLetters(session, Options.Name));

    /// <summary>ARM id that events carry as their topic.</summary>
    internal string ResourceId => $"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/simulated/providers/Microsoft.EventGrid/topics/{Options.Name}";

    /// <summary>
    /// Attaches a subscriber: validates its endpoint with the handshake of its schema, stores the subscription, and starts delivering,
    /// beginning with what an earlier run left. Attaching the same name again replaces it.
    /// </summary>
    /// <param name="options">The subscription.</param>
    /// <param name="handler">Carries requests to the endpoint. Not disposed.</param>
    /// <param name="cancellation">Cancels the handshake.</param>
    /// <exception cref="ArgumentException">The options have problems; all of them.</exception>
    /// <exception cref="SubscriptionValidationException">The endpoint failed its handshake.</exception>
    public async Task SubscribeAsync(TopicSubscriptionOptions options, HttpMessageHandler handler, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Problems(Options.InputSchema) is { Count: > 0 } problems)
        {
            throw new ArgumentException($"Subscription '{options.Name}': {string.Join("; ", problems)}.", nameof(options));
        }

        using var working = _surroundings.Work($"subscribe {options.Name}");
        var client = new HttpMessageInvoker(handler, disposeHandler: false);
        var code = _store.Run(session => session.NextId()).ToString();
        await Handshake.ValidateAsync(client, options, ResourceId, code, _surroundings.Now, cancellation);
        _store.Run(session => TopicStore.Subscribe(session, Options.Name, options));
        DeliveryPump? before;
        lock (_gate)
        {
            _pumps.Remove(options.Name, out before);
        }

        if (before is not null)
        {
            await before.DisposeAsync();
        }

        lock (_gate)
        {
            _pumps[options.Name] = new DeliveryPump(_store, Options, options, client, _surroundings);
        }
    }

    /// <summary>Completes when everything that is due at this moment of the clock has been delivered, put back, or dead-lettered.</summary>
    public Task WhenSettledAsync()
    {
        lock (_gate)
        {
            return Task.WhenAll(_pumps.Values.Select(pump => pump.SettledAsync()));
        }
    }

    /// <summary>Stops delivering. What is queued stays in the file.</summary>
    public async ValueTask DisposeAsync()
    {
        List<DeliveryPump> pumps;
        lock (_gate)
        {
            pumps = [.. _pumps.Values];
            _pumps.Clear();
        }

        foreach (var pump in pumps)
        {
            await pump.DisposeAsync();
        }
    }

    /// <summary>Tells every pump that something was queued.</summary>
    internal void Wake()
    {
        lock (_gate)
        {
            foreach (var pump in _pumps.Values)
            {
                pump.Wake();
            }
        }
    }
}
