namespace OpsAutomation.Core.Incidents;

/// <summary>How much of a person's attention an incident may take, from the most to the least.</summary>
public enum Urgency
{
    /// <summary>Somebody must look now, at night too.</summary>
    Page,

    /// <summary>Somebody must look in working hours. It makes no sound.</summary>
    Ticket,

    /// <summary>It is kept, and nobody is told.</summary>
    Record,
}
