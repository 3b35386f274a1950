namespace OpsAutomation.Core.Guardrails;

/// <summary>A storm of incidents must not become a storm of changes.</summary>
public static class ActionsPerHourRule
{
    /// <summary>Name in verdicts.</summary>
    public const string Name = "actions-per-hour";

    /// <summary>The window: 60 minutes back.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Refuses when the tenant has had its steps.</summary>
    /// <param name="count">The steps of the last hour, or null when they cannot be read.</param>
    /// <param name="max">Steps allowed in the whole tenant.</param>
    /// <param name="now">The time.</param>
    public static Verdict Check(ActionCount? count, int max, DateTimeOffset now)
    {
        if (count is null)
        {
            return Verdict.Refuse(Name, "The count of actions cannot be read.");
        }

        var actions = count.Actions.Count(a => now - a.At < Window);
        return actions < max
            ? Verdict.Pass(Name, $"{actions} of {max} actions in this hour.")
            : Verdict.Refuse(Name, $"Automation has begun {actions} of {max} actions in the last hour; a person looks first.");
    }
}
