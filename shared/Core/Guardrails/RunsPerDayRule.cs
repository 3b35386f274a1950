namespace OpsAutomation.Core.Guardrails;

/// <summary>A remediation that is needed again and again does not cure; after some runs in 24 hours a person looks.</summary>
public static class RunsPerDayRule
{
    /// <summary>Name in verdicts.</summary>
    public const string Name = "runs-per-day";

    /// <summary>The window: 24 hours back, not a calendar day, so that midnight doubles nothing.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(24);

    /// <summary>Refuses when the resource has had its runs.</summary>
    /// <param name="history">The runs on the resource, or null when they cannot be read.</param>
    /// <param name="incidentId">Who asks; its own run does not count against itself.</param>
    /// <param name="max">Runs allowed; below one nothing is.</param>
    /// <param name="now">The time.</param>
    public static Verdict Check(RunHistory? history, string incidentId, int max, DateTimeOffset now)
    {
        if (history is null)
        {
            return Verdict.Refuse(Name, "The runs on the resource cannot be read.");
        }

        var runs = history.Runs.Count(r => !string.Equals(r.IncidentId, incidentId, StringComparison.Ordinal) && now - r.StartedAt < Window);
        return runs < max
            ? Verdict.Pass(Name, $"{runs} of {max} runs on {history.Resource} in 24 hours.")
            : Verdict.Refuse(Name, $"{history.Resource} has had {runs} of {max} runs in 24 hours; it needs a cure, not another run.");
    }
}
