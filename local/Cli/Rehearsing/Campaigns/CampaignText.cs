using System.Globalization;
using System.Text;
using OpsAutomation.Cli.Rehearsing.Observing;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Cli.Rehearsing.Campaigns;

/// <summary>What the observer saw of a campaign, as a table and as JSON.</summary>
internal static class CampaignText
{
    private const string Fault = "fault: ";
    private const string Kill = "killed ";

    /// <summary>The table, after every finding with how to see it again.</summary>
    public static string Table(CampaignTally tally)
    {
        var text = new StringBuilder();
        foreach (var (seed, what) in tally.Findings.Select(f => (f.Seed, $"{f.Finding}{Environment.NewLine}{f.Story}")).Concat(tally.Problems))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{what}").AppendLine(CultureInfo.InvariantCulture, $"  again: ops rehearse --campaign {Campaign.PerPart} --seed {seed}");
        }

        Line(text, "incidents", tally.Incidents);
        Lines(text, "  ended ", tally.Ends);
        Line(text, "  processor ms for each", (int)(tally.ProcessorTime.TotalMilliseconds / Math.Max(1, tally.Incidents)));
        Line(text, "alerts", tally.Alerts);
        Lines(text, "  ", tally.Kinds);
        Line(text, "faults", Of(tally, Fault).Sum(e => e.Value));
        Lines(text, "  ", Of(tally, Fault).Select(e => KeyValuePair.Create(e.Key[Fault.Length..], e.Value)));
        Line(text, "kills", Of(tally, Kill).Sum(e => e.Value));
        Lines(text, "  ", Of(tally, Kill));
        text.AppendLine("people and circumstances");
        Lines(text, "  ", tally.Events.Where(e => !e.Key.StartsWith(Fault, StringComparison.Ordinal) && !e.Key.StartsWith(Kill, StringComparison.Ordinal)));
        Line(text, "incidents that were acted on", tally.Acted);
        text.AppendLine("why people have the others that did not close");
        foreach (var (why, count) in tally.Escalations.OrderByDescending(e => e.Value))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{count,8}  {why}");
        }

        Line(text, "effects sent", tally.Effects);
        Lines(text, "  ", tally.Actions);
        Line(text, "doubled", tally.Of(FindingKind.Doubled));
        Line(text, "wrong target", tally.Of(FindingKind.WrongTarget));
        Line(text, "guardrail broken", tally.Of(FindingKind.GuardrailBroken));
        if (tally.Problems.Count > 0)
        {
            Line(text, "parts that did not come to an end", tally.Problems.Count);
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>The same as JSON.</summary>
    public static string Json(CampaignTally tally) => OpsJson.Write(new
    {
        alerts = tally.Alerts,
        incidents = tally.Incidents,
        ends = tally.Ends,
        kinds = tally.Kinds,
        events = tally.Events,
        processorSeconds = Math.Round(tally.ProcessorTime.TotalSeconds, 1),
        acted = tally.Acted,
        escalations = tally.Escalations,
        effects = tally.Effects,
        actions = tally.Actions,
        doubled = tally.Of(FindingKind.Doubled),
        wrongTarget = tally.Of(FindingKind.WrongTarget),
        guardrailBroken = tally.Of(FindingKind.GuardrailBroken),
        findings = tally.Findings.Select(f => new { seed = f.Seed, what = f.Finding.ToString(), story = f.Story }),
        problems = tally.Problems.Select(p => new { seed = p.Seed, what = p.What }),
    });

    private static IEnumerable<KeyValuePair<string, int>> Of(CampaignTally tally, string prefix) =>
        tally.Events.Where(e => e.Key.StartsWith(prefix, StringComparison.Ordinal));

    private static void Lines(StringBuilder text, string indent, IEnumerable<KeyValuePair<string, int>> counts)
    {
        foreach (var (what, count) in counts)
        {
            Line(text, indent + what, count);
        }
    }

    private static void Line(StringBuilder text, string what, int count) => text.AppendLine(CultureInfo.InvariantCulture, $"{what,-44}{count,8}");
}
