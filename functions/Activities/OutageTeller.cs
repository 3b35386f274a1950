using Microsoft.Extensions.Logging;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Core.Telemetry.Drills;
using OpsAutomation.Functions.Hosting;
using OpsAutomation.Pages.Words;

namespace OpsAutomation.Functions.Activities;

/// <summary>Tells people straight through their channels that alerts do not get through, and later that they do again.</summary>
public sealed partial class OutageTeller(IEnumerable<INotifier> notifiers, OpsLinks links, TimeProvider clock, ILogger<OutageTeller> logger)
{
    private readonly INotifier[] _notifiers = [.. notifiers];

    // What was told and could not be kept is not told every minute.
    private readonly HashSet<(DateTimeOffset Since, bool Ended, string Channel)> _told = [];

    /// <summary>Every channel.</summary>
    public IReadOnlyList<string> Channels => [.. _notifiers.Select(n => n.Channel)];

    /// <summary>Tells the channels that do not know yet.</summary>
    /// <returns>Those that know now, or will never take it; a channel that is down for now is tried again the next time.</returns>
    public async Task<IReadOnlyList<string>> TellAsync(DrillOutage outage, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(outage);
        var done = new List<string>();
        var waiting = DrillRules.ToTell(outage, Channels);
        foreach (var notifier in _notifiers.Where(n => waiting.Contains(n.Channel, StringComparer.Ordinal)))
        {
            var key = (outage.Since, outage.EndedAt is not null, notifier.Channel);
            if (!_told.Contains(key))
            {
                var delivery = await notifier.SendAsync(Notice(outage), cancellationToken);
                Told(logger, notifier.Channel, outage.EndedAt is null ? "do not get through" : "get through again", delivery.Reason);
                if (delivery is { Delivered: false, Retry: true })
                {
                    continue;
                }

                _told.Add(key);
            }

            done.Add(notifier.Channel);
        }

        return done;
    }

    // A notice is about an incident; this one is in no record, since what keeps records may be what is broken.
    private Notice Notice(DrillOutage outage)
    {
        var now = clock.GetUtcNow();
        var over = outage.EndedAt is not null;
        return new Notice
        {
            Key = over ? "telemetry-over" : "telemetry",
            Kind = over ? NoticeKind.Update : NoticeKind.Escalated,
            Headline = over
                ? $"Alerts get through again, after {ReadersWords.Duration(outage.EndedAt!.Value - outage.Since)}"
                : "A person is needed: alerts do not get through to this system",
            Details = over
                ? ["A synthetic alert had its disposition in time.", "Alerts that were accepted meanwhile are made up for; those that senders could not deliver are theirs to send again."]
                : [$"Synthetic alerts fail: {outage.Reason}", "Until this is over nobody may be told of real alerts. Watch the monitoring systems themselves."],
            At = now,
            IncidentLink = links.Telemetry,
            Incident = new Incident
            {
                Id = FormattableString.Invariant($"TELEMETRY-{outage.Since.UtcDateTime:yyyyMMdd-HHmmss}"),
                Scope = "telemetry",
                Title = "Alerts do not get through",
                Severity = Severity.Sev1,
                Status = over ? IncidentStatus.Closed : IncidentStatus.Escalated,
                Episode = 1,
                StartedAt = outage.Since,
                OpenedAt = outage.Since,
                UpdatedAt = now,
                ClosedAt = outage.EndedAt,
                Outcome = over ? "Alerts get through again." : null,
                AlertCount = 0,
                LastSequence = 0,
                LastHash = string.Empty,
            },
        };
    }

    [LoggerMessage(2184, LogLevel.Warning, "Told {Channel} that alerts {What}: {Reason}")]
    private static partial void Told(ILogger logger, string channel, string what, string reason);
}
