namespace OpsAutomation.Core.Guardrails;

/// <summary>After a run has touched a resource, no other run touches it for a while.</summary>
public static class CooldownRule
{
    /// <summary>Name in verdicts.</summary>
    public const string Name = "cooldown";

    /// <summary>Refuses inside the cooldown of an earlier run, or of this one: the longer counts.</summary>
    /// <param name="history">The runs on the resource, or null when they cannot be read.</param>
    /// <param name="incidentId">Who asks; its own run does not count.</param>
    /// <param name="cooldown">The playbook's cooldown, at least the tenant's minimum.</param>
    /// <param name="now">The time.</param>
    public static Verdict Check(RunHistory? history, string incidentId, TimeSpan cooldown, DateTimeOffset now)
    {
        if (history is null)
        {
            return Verdict.Refuse(Name, "The runs on the resource cannot be read.");
        }

        foreach (var run in history.Runs.Where(r => !string.Equals(r.IncidentId, incidentId, StringComparison.Ordinal)))
        {
            var last = run.EndedAt ?? run.StartedAt;
            var wait = run.Cooldown > cooldown ? run.Cooldown : cooldown;
            if (now - last < wait)
            {
                return Verdict.Refuse(Name, $"{run.IncidentId} worked on {history.Resource} until {last:u}; the cooldown ends at {last + wait:u}.");
            }
        }

        return Verdict.Pass(Name, $"No run touched {history.Resource} within {cooldown.TotalMinutes:0.#} minutes.");
    }
}
