using OpsAutomation.Core.Actions;

namespace OpsAutomation.Unit.Core.Playbooks.Loading;

/// <summary>Descriptors of the actions that the catalogue uses, and of one that cannot be undone.</summary>
internal static class TestActions
{
    internal static readonly ActionDescriptor ScaleOut = new()
    {
        Name = "vmss.scale-out",
        ResourceType = "Microsoft.Compute/virtualMachineScaleSets",
        Parameters = [new ActionParameter("add", ActionParameterType.Integer, true, "Instances to add.", 1, 10)],
        Permissions = [],
        Reversibility = Reversibility.Reversible,
        ChangesCount = true,
    };

    internal static readonly ActionDescriptor Restart = new()
    {
        Name = "site.restart",
        ResourceType = "Microsoft.Web/sites",
        Parameters = [],
        Permissions = [],
        Reversibility = Reversibility.NoLastingChange,
        ChangesCount = false,
    };

    internal static readonly ActionDescriptor Purge = Restart with { Name = "site.purge", Reversibility = Reversibility.Irreversible };

    internal static readonly IReadOnlyList<ActionDescriptor> All = [ScaleOut, Restart, Purge];
}
