using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Integrations.Publishing;

namespace OpsAutomation.Functions.Activities;

/// <summary>
/// The way in for every alert, whoever sends it: stored first, then published as a reference. Senders come through
/// <c>AlertIngress</c>; what this system itself has to say takes the same way.
/// </summary>
public sealed class AlertIntake(IntakeLedger ledger, AlertPublisher publisher, TimeProvider clock)
{
    /// <summary>Stores alerts; when it returns, they are on disk.</summary>
    public Task<IReadOnlyList<StoredReference>> StoreAsync(string source, IReadOnlyList<SplitItem> items, CancellationToken cancellationToken) =>
        ledger.StoreAsync(source, items, cancellationToken);

    /// <summary>Publishes stored alerts; what is not taken now is made up for by the sweeper.</summary>
    public Task<PublishResult> PublishAsync(string source, IReadOnlyList<StoredReference> stored, CancellationToken cancellationToken)
    {
        // The stored time of an alert that was sent before is that of the first time; this one says that its sender lives now.
        var now = clock.GetUtcNow();
        return publisher.PublishAsync([.. stored.Select(s => new PublishedAlert(s.Reference, s.AlertId, source, now))], cancellationToken);
    }
}
