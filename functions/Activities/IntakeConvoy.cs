using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Integrations.Publishing;

namespace OpsAutomation.Functions.Activities;

/// <summary>
/// Who comes while others are being written travels with the next: one commit, one pointer and one request to the topic for all of
/// them. A storm costs what its commits cost, not what its alerts would cost one by one; whoever comes alone waits for nobody.
/// </summary>
internal sealed class IntakeConvoy(IntakeLedger ledger, AlertPublisher publisher, TimeProvider clock)
{
    // As many as one request to the topic takes.
    private const int MaxAlerts = AlertPublisher.MaxEvents;

    private readonly Lock _gate = new();
    private readonly Queue<Traveller> _waiting = [];
    private bool _flying;

    /// <summary>Stores and publishes a delivery. Giving up does not end it: others travel with it.</summary>
    /// <exception cref="IOException">The ledger could not write; nothing was promised to anybody.</exception>
    public Task<AcceptedDelivery> TravelAsync(IntakeDelivery delivery)
    {
        var traveller = new Traveller(delivery);
        if (delivery.Count >= MaxAlerts)
        {
            // A group is a flight by itself, and must not hold up others.
            _ = AloneAsync(traveller);
            return traveller.Done.Task;
        }

        lock (_gate)
        {
            _waiting.Enqueue(traveller);
            if (_flying)
            {
                return traveller.Done.Task;
            }

            _flying = true;
        }

        _ = FlyAsync();
        return traveller.Done.Task;
    }

    private async Task AloneAsync(Traveller traveller)
    {
        List<Traveller> aboard = [traveller];
        if (await StoreAsync(aboard))
        {
            await HandOnAsync(aboard);
        }
    }

    // Goes on until nobody waits. While one flight is handed to the topic the next is written, and no more than these two: the more
    // gather meanwhile, the less each of them costs.
    private async Task FlyAsync()
    {
        // Whoever was let go by the same commit gets its turn first, and comes along.
        await Task.Yield();
        var before = Task.CompletedTask;
        while (Board() is { Count: > 0 } aboard)
        {
            var stored = await StoreAsync(aboard);
            await before;
            before = stored ? HandOnAsync(aboard) : Task.CompletedTask;
        }
    }

    private async Task<bool> StoreAsync(List<Traveller> aboard)
    {
        try
        {
            await ledger.StoreAsync([.. aboard.Select(t => t.Delivery)]);
            return true;
        }
        catch (Exception e)
        {
            aboard.ForEach(t => t.Done.TrySetException(e));
            return false;
        }
    }

    private List<Traveller> Board()
    {
        var aboard = new List<Traveller>();
        lock (_gate)
        {
            for (var alerts = 0; _waiting.TryPeek(out var next) && (alerts == 0 || alerts + next.Delivery.Count <= MaxAlerts); alerts += next.Delivery.Count)
            {
                aboard.Add(_waiting.Dequeue());
            }

            _flying = aboard.Count > 0;
        }

        return aboard;
    }

    private async Task HandOnAsync(List<Traveller> aboard)
    {
        // What was known already is published, or its pointer sees to it.
        var (now, told) = (clock.GetUtcNow(), new List<PublishedAlert>());
        var accepted = new List<(Traveller Traveller, IReadOnlyList<StoredReference> Stored, int Before)>();
        foreach (var traveller in aboard)
        {
            var stored = traveller.Delivery.References;
            accepted.Add((traveller, stored, told.Count));
            told.AddRange(stored.Where(s => !s.Known).Select(s => new PublishedAlert(s.Reference, s.AlertId, traveller.Delivery.Source, now, s.Pointer)));
        }

        PublishResult result;
        try
        {
            result = await publisher.PublishAsync(told, CancellationToken.None);
        }
        catch (Exception e)
        {
            // They are on disk all the same, and the sweeper hands them on.
            result = new PublishResult(0, $"Handing on failed with {e.GetType().Name}.", null);
        }

        foreach (var (traveller, stored, before) in accepted)
        {
            var fresh = stored.Count(s => !s.Known);
            var taken = Math.Clamp(result.Published - before, 0, fresh);
            traveller.Done.TrySetResult(new AcceptedDelivery(stored, fresh - taken, taken == fresh ? null : result.Failure));
        }
    }

    private sealed class Traveller(IntakeDelivery delivery)
    {
        public IntakeDelivery Delivery { get; } = delivery;

        public TaskCompletionSource<AcceptedDelivery> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>A delivery that is on disk.</summary>
/// <param name="Stored">Where its alerts are kept, in the order of the body.</param>
/// <param name="Unpublished">How many of them the topic has not taken; the sweeper publishes them.</param>
/// <param name="Failure">Why, without secrets; null when it has taken all.</param>
public sealed record AcceptedDelivery(IReadOnlyList<StoredReference> Stored, int Unpublished, string? Failure);
