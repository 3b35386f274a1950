using OpsAutomation.Core.ChatOps;

namespace OpsAutomation.Functions.Hosting;

/// <summary>The role that each act needs: whoever is called takes it on or passes it on, and only an operator hides alerts or stops automation.</summary>
public static class ActRoles
{
    /// <summary>The least role of an act; of one that is not known, the highest of them.</summary>
    public static OpsRole Of(string act) => act is Acts.Acknowledge or Acts.Snooze or Acts.Escalate || Acts.OfDrills.Any(a => a.Name == act) ? OpsRole.Approver : OpsRole.Operator;
}
