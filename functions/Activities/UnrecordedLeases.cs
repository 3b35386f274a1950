using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Running;

namespace OpsAutomation.Functions.Activities;

/// <summary>
/// Leases and journal stand in two partitions: a reservation that was made and could not be recorded is held by a run that
/// knows nothing of it, and would keep everybody else from the resource for ever.
/// </summary>
internal static class UnrecordedLeases
{
    /// <summary>Gives back what the incident holds when its journal says that it holds nothing; never what an unfinished operation is on.</summary>
    public static async Task ReleaseUnrecordedAsync(this GuardrailLedger guardrails, IncidentFile file, CancellationToken cancellationToken)
    {
        if (RunState.Of(file).Fence is null)
        {
            await guardrails.ReleaseAsync(file.Head.Id, cancellationToken: cancellationToken);
        }
    }
}
