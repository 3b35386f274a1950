namespace OpsAutomation.Core.Incidents;

/// <summary>Who writes journal entries when it is not a person. People may not use these names.</summary>
public static class Actors
{
    /// <summary>The run of a playbook; the requester of every approval.</summary>
    public const string Automation = "automation";

    /// <summary>Intake, sweepers, reconcilers.</summary>
    public const string System = "system";

    /// <summary>Whether a name is one of ours and therefore never a person's.</summary>
    public static bool IsReserved(string name) =>
        string.Equals(name, Automation, StringComparison.OrdinalIgnoreCase) || string.Equals(name, System, StringComparison.OrdinalIgnoreCase);
}
