namespace OpsAutomation.Integrations.Publishing;

/// <summary>Alerts of one caller that wait to travel with those of others.</summary>
internal sealed class PendingPublish(IReadOnlyList<PublishedAlert> alerts)
{
    private readonly TaskCompletionSource<PublishResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The alerts.</summary>
    public IReadOnlyList<PublishedAlert> Alerts { get; } = alerts;

    /// <summary>Ends with what became of them.</summary>
    public Task<PublishResult> Done => _done.Task;

    /// <summary>Tells the caller its part of a common result.</summary>
    /// <param name="result">How the request ended.</param>
    /// <param name="before">How many alerts of others stood before these.</param>
    public void Finish(PublishResult result, int before)
    {
        var mine = Math.Clamp(result.Published - before, 0, Alerts.Count);
        _done.TrySetResult(mine == Alerts.Count ? new PublishResult(mine, null, null) : result with { Published = mine });
    }

    /// <summary>Tells the caller of a failure that is no answer of Event Grid.</summary>
    public void Fail(Exception failure) => _done.TrySetException(failure);
}
