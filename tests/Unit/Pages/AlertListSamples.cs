using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Correlation.Recent;
using OpsAutomation.Core.Correlation.Search;
using OpsAutomation.Core.Explaining;
using OpsAutomation.Pages.AlertList;
using OpsAutomation.Pages.Alerts;

namespace OpsAutomation.Unit.Pages;

/// <summary>Models of the pages about alerts.</summary>
internal static class AlertListSamples
{
    private static readonly Disposition Hidden = new(
        "al-3", DispositionKind.Suppressed, "Hidden by silence s-1 by ana until 2026-11-24 14:00 UTC: deploying", "An incident would have been opened.", null, PageSamples.At(1));

    public static AlertQuery Query => new(PageSamples.At(-1440), PageSamples.At(10));

    public static AlertsPageModel Page(AlertsFound found, bool complete = true, AlertQuery? query = null, params (string Name, string Value)[] asked) => new(
        PageSamples.Context(10),
        asked.ToDictionary(a => a.Name, a => a.Value, StringComparer.Ordinal),
        [],
        query ?? Query,
        found,
        new DispositionCounts(found.Alerts.GroupBy(a => a.Kind).ToDictionary(g => g.Key, g => g.Count()), complete));

    public static AlertsFound Found(RecentPosition? next = null) => new(
        [
            Row("al-3", DispositionKind.Suppressed, Hidden.Reason, null),
            Row("al-2", DispositionKind.Merged, "The incident is open for the same service.", "INC-20261124-3fa9c1"),
            Letter("alerts[0].status", "It must be firing or resolved."),
        ],
        3,
        next);

    public static AlertsPageModel Wrong(string attack) => new(
        PageSamples.Context(10), new Dictionary<string, string> { ["text"] = attack, ["rule"] = attack, [attack] = attack }, [new(attack, attack)], null, null, null);

    public static AlertsPageModel Hostile(string attack) => Page(
        new([Row(attack, DispositionKind.Suppressed, attack, attack), Letter(attack, attack)], 2, new RecentPosition(PageSamples.At(0), "al-1")),
        query: Query with { Rule = attack, Text = attack },
        asked: [("rule", attack), ("text", attack)]);

    public static AlertPageModel Superseded => new(PageSamples.Context(10), "al-3", PageSamples.Alert("al-3"), [Hidden, Hidden with { Kind = DispositionKind.Opened, Reason = "The silence is over.", IncidentId = "INC-1", At = PageSamples.At(5) }])
    {
        Paged = new PagedAnswer(PagedState.Paged, "Was paged."),
        OnCall = ["role:on-call"],
        PayloadReference = "intake-20261124-0/al-3",
        PayloadKeptUntil = PageSamples.At(43200),
        Others = Found(),
    };

    public static AlertPageModel DeadLettered(string text) => new(
        PageSamples.Context(10), "al-9", null, [new("al-9", DispositionKind.DeadLettered, text, text, null, PageSamples.At(1))])
    {
        Paged = new PagedAnswer(PagedState.NotPaged, text),
        Letter = new DeadLetter(text, text, text),
        Replay = text,
        Source = text,
        ReceivedAt = PageSamples.At(1),
        PayloadReference = text,
        PayloadKeptUntil = PageSamples.At(43200),
        Body = text,
    };

    private static RecentAlert Row(string id, DispositionKind kind, string reason, string? incident) =>
        RecentAlert.Of(PageSamples.Alert(id, id, id), "s", new Disposition(id, kind, reason, "o", incident, PageSamples.At(1)));

    private static RecentAlert Letter(string field, string reason) => RecentAlert.OfDeadLetter(
        "grafana", PageSamples.At(1), "intake-20261124-0/al-9", new DeadLetter(field, reason), new Disposition("al-9", DispositionKind.DeadLettered, reason, "o", null, PageSamples.At(1)));
}
