using Azure.Core;

namespace OpsAutomation.Integrations.Arm.Network;

/// <summary>A network security group as one read gave it.</summary>
/// <param name="Id">ARM id.</param>
/// <param name="Name">Its name as Azure spells it.</param>
/// <param name="Identity">Its resourceGuid: what a later namesake does not share.</param>
/// <param name="State">Provisioning state.</param>
/// <param name="ETag">Version of this read, or null when Azure gave none. It changes with every rule.</param>
/// <param name="Rules">Its own rules, without Azure's default ones.</param>
/// <param name="Tags">Its tags.</param>
internal sealed record SecurityGroup(
    ResourceIdentifier Id, string Name, string Identity, string State, string? ETag, IReadOnlyList<SecurityRule> Rules, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>ARM type.</summary>
    public const string Type = "Microsoft.Network/networkSecurityGroups";

    /// <summary>Whether no operation is under way on it.</summary>
    public bool Settled => State is "Succeeded" or "Failed" or "Canceled";

    /// <summary>A rule by its name, or null.</summary>
    public SecurityRule? Find(string name) => Rules.FirstOrDefault(r => r.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
