using OpsAutomation.Core.ChatOps;

namespace OpsAutomation.Functions.Hosting;

/// <summary>The least role of what people do about an incident, the same by link, command and API.</summary>
public static class ActRoles
{
    /// <summary>Whoever may decide may answer a page, put it off and call for help; what hides, holds back or begins something is an operator's.</summary>
    public static OpsRole Least(string act) =>
        act is Acts.Acknowledge or Acts.Snooze or Acts.Escalate || Acts.OfDrills.Any(d => d.Name == act) ? OpsRole.Approver : OpsRole.Operator;
}
