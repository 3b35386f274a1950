using OpsAutomation.Core.ChatOps;

namespace OpsAutomation.Functions.Hosting;

/// <summary>The least role for what a message offers: the same as for the route that does it otherwise.</summary>
public static class ActRoles
{
    /// <summary>Silencing and stopping automation are an operator's; the rest is for whoever is called.</summary>
    public static OpsRole Least(string act) => act is Acts.Silence or Acts.Stop ? OpsRole.Operator : OpsRole.Approver;
}
