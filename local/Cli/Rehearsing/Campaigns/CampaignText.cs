using System.Globalization;
using System.Text;
using OpsAutomation.Cli.Rehearsing.Observing;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Cli.Rehearsing.Campaigns;

/// <summary>What the observer saw of a campaign, as a table and as JSON.</summary>
internal static class CampaignText
{
    /// <summary>The table, after every finding with how to see it again.</summary>
    public static string Table(CampaignTally tally)
    {
        var text = new StringBuilder();
        foreach (var (seed, what) in tally.Findings.Select(f => (f.Seed, f.Finding.ToString())).Concat(tally.Problems))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{what}").AppendLine(CultureInfo.InvariantCulture, $"  again: ops rehearse --campaign {Campaign.PerPart} --seed {seed}");
        }

        Line(text, "alerts", tally.Alerts);
        Line(text, "incidents", tally.Incidents);
        foreach (var (what, count) in tally.Ends)
        {
            Line(text, $"  ended {what}", count);
        }

        foreach (var (what, count) in tally.Events)
        {
            Line(text, what, count);
        }

        Line(text, "changes carried out", tally.Effects);
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
        events = tally.Events,
        effects = tally.Effects,
        doubled = tally.Of(FindingKind.Doubled),
        wrongTarget = tally.Of(FindingKind.WrongTarget),
        guardrailBroken = tally.Of(FindingKind.GuardrailBroken),
        findings = tally.Findings.Select(f => new { seed = f.Seed, what = f.Finding.ToString() }),
        problems = tally.Problems.Select(p => new { seed = p.Seed, what = p.What }),
    });

    private static void Line(StringBuilder text, string what, int count) => text.AppendLine(CultureInfo.InvariantCulture, $"{what,-34}{count,8}");
}
