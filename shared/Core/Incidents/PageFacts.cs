namespace OpsAutomation.Core.Incidents;

/// <summary>Which facts concern the pages of an incident.</summary>
public static class PageFacts
{
    /// <summary>Notices that call somebody. A question has a deadline and an escalation of its own, and is none of them.</summary>
    private static readonly string[] Calls = ["Escalated", "Worsened"];

    /// <summary>Whether a fact begins a page or changes what becomes of it.</summary>
    public static bool Concerns(Fact fact) => fact switch
    {
        Fact.Notified told => Calls.Contains(told.Notice, StringComparer.Ordinal),
        Fact.Acknowledged or Fact.Snoozed or Fact.EscalationAsked => true,
        _ => false,
    };
}
