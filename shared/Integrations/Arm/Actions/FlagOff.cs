using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Configuration;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary><c>flag.off</c>: turns a feature flag off, with its filters kept as they are; taken back by <c>flag.set</c>.</summary>
internal sealed class FlagOff(ArmGateway arm) : FlagChange(arm)
{
    /// <summary>Name of the action.</summary>
    public const string ActionName = "flag.off";

    /// <summary>What lint knows about it.</summary>
    public static ActionDescriptor Description { get; } = Describe(ActionName) with { TakenBackBy = SetFlag.ActionName };

    /// <inheritdoc/>
    public override ActionDescriptor Descriptor => Description;

    /// <inheritdoc/>
    protected override (string? Value, string? Refusal) Decide(JsonObject with, FeatureFlag seen)
    {
        if (FeatureFlag.IsOn(seen.Value) is not true)
        {
            return (null, $"The flag {Text(with, Flag.Name)} of {seen.StoreName} is off already: it is not what does the harm.");
        }

        var flag = (JsonObject)JsonNode.Parse(seen.Value)!;
        flag["enabled"] = false;
        return (flag.ToJsonString(), null);
    }
}
