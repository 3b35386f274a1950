using Microsoft.Extensions.Logging;
using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Core.Alerts.Sources.Ops;
using OpsAutomation.Core.Telemetry.Drills;
using OpsAutomation.Core.Telemetry.Heartbeats;

namespace OpsAutomation.Functions.Activities;

/// <summary>Looks which sources are silent, and raises what <see cref="HeartbeatRules"/> finds as alerts of our own source.</summary>
public sealed partial class HeartbeatDesk(
    SenderCatalog senders, HeartbeatLedger ledger, DrillLedger drills, AlertIntake intake, TimeProvider clock, ILogger<HeartbeatDesk> logger)
{
    private readonly OpsSource _ours = new();
    private readonly Dictionary<string, Heartbeat> _expectations = senders.All
        .Where(s => s.Heartbeat is not null).ToDictionary(s => s.Name, s => s.Heartbeat!, StringComparer.Ordinal);

    private bool _nothingToDo;

    /// <summary>Looks once.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        if (_nothingToDo)
        {
            return;
        }

        var known = await ledger.ReadExpectedAsync(cancellationToken);
        if (_expectations.Count == 0 && known.Count == 0)
        {
            // The catalogue stays as it is while this process lives.
            _nothingToDo = true;
            return;
        }

        var now = clock.GetUtcNow();
        var (drill, _) = await drills.ReadAsync(cancellationToken);
        var round = HeartbeatRules.Judge(
            _expectations, known, await ledger.ReadHeardAsync(cancellationToken), await ledger.ReadRunAsync(cancellationToken), now, drill.IsFailing);
        foreach (var news in round.News)
        {
            await RaiseAsync(news, now, cancellationToken);
        }

        await ledger.KeepAsync(round, known, cancellationToken);
    }

    private async Task RaiseAsync(HeartbeatNews news, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (source, expected) = (news.Source.Source, news.Source.Expected);
        var body = news.EndedAt is { } ended
            ? OpsEvents.Speaking(source, expected, news.Since, ended, now)
            : OpsEvents.Silent(source, expected, news.Since, news.LastHeard, now);
        var accepted = await intake.AcceptAsync(_ours.Name, _ours.Split(body).Items);
        Raised(logger, source, news.Reason, accepted.Stored[0].AlertId);
    }

    [LoggerMessage(2181, LogLevel.Warning, "Heartbeat of {Source}: {Reason} Raised as {AlertId}.")]
    private static partial void Raised(ILogger logger, string source, string reason, string alertId);
}
