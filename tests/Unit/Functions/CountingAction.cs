using OpsAutomation.Core.Actions;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Functions;

/// <summary>An action on a world of one number, which counts what is sent.</summary>
internal sealed class CountingAction(string name) : IAction
{
    public int Sends { get; private set; }

    public string? ProtectedBy { get; set; }

    /// <summary>What Azure says about an intent whose answer was lost.</summary>
    public AdoptOutcome Adopts { get; set; } = AdoptOutcome.Unknown;

    /// <summary>How what was begun ends.</summary>
    public PollOutcome Ends { get; set; } = PollOutcome.Succeeded;

    /// <summary>What it plans, where that is not what it always does.</summary>
    public ActionPlan? Planned { get; set; }

    /// <summary>Throws instead of answering: the process dies while it sends.</summary>
    public bool DiesSending { get; set; }

    public ActionDescriptor Descriptor { get; } = new()
    {
        Name = name,
        ResourceType = "Microsoft.Compute/virtualMachineScaleSets",
        Parameters = [],
        Permissions = [],
        Reversibility = Reversibility.Reversible,
        ChangesCount = true,
    };

    public Task<PlanResult> PlanAsync(PlanRequest request, CancellationToken cancellationToken) => Task.FromResult(PlanResult.Of(
        (Planned ?? (name == "vmss.set-capacity" ? Samples.Plan(4, 2) : Samples.Plan(2, 4))) with { Action = name, ProtectedBy = ProtectedBy }));

    public Task<StartResult> StartAsync(ActionPlan plan, string operationId, CancellationToken cancellationToken)
    {
        if (DiesSending)
        {
            throw new IOException("The process died.");
        }

        Sends++;
        return Task.FromResult(new StartResult(StartOutcome.Accepted, null, null, null, null));
    }

    public Task<AdoptResult> AdoptAsync(ActionPlan plan, string operationId, CancellationToken cancellationToken) =>
        Task.FromResult(new AdoptResult(Adopts, "so says the test"));

    public Task<PollResult> PollAsync(ActionPlan plan, string? statusUrl, CancellationToken cancellationToken) =>
        Task.FromResult(new PollResult(Ends, "done"));
}
