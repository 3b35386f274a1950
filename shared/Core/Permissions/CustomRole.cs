using System.Text.Json.Serialization;

namespace OpsAutomation.Core.Permissions;

/// <summary>One operation of a role, with why it is in it.</summary>
/// <param name="Name">The operation, for example <c>Microsoft.Compute/virtualMachines/read</c>.</param>
/// <param name="NeededBy">Who needs it, sorted: <c>playbook/step: action</c>, or a sentence for what no playbook asks for.</param>
public sealed record RoleOperation(string Name, IReadOnlyList<string> NeededBy);

/// <summary>A custom role of Azure that grants what is needed and nothing else.</summary>
/// <param name="Key">Names it in Bicep and derives its id.</param>
/// <param name="Name">Its name in Azure.</param>
/// <param name="Description">What it is for and where it is assigned.</param>
/// <param name="AssignedAt">Where it is assigned.</param>
/// <param name="Actions">Operations of the control plane, sorted.</param>
/// <param name="DataActions">Operations on data, sorted.</param>
public sealed record CustomRole(
    string Key, string Name, string Description, OperationLevel AssignedAt, IReadOnlyList<RoleOperation> Actions, IReadOnlyList<RoleOperation> DataActions)
{
    /// <summary>Every operation of both planes.</summary>
    [JsonIgnore]
    public IEnumerable<RoleOperation> All => Actions.Concat(DataActions);
}

/// <summary>A permission of another service, for example of Microsoft Graph.</summary>
/// <param name="Service">The service.</param>
/// <param name="Permission">The permission, for example <c>User.Read.All</c>.</param>
/// <param name="NeededBy">Who needs it, sorted.</param>
public sealed record ApiPermission(string Service, string Permission, IReadOnlyList<string> NeededBy);

/// <summary>A role at a scope.</summary>
/// <param name="Role">Key of the role.</param>
/// <param name="Scope">ARM id.</param>
/// <param name="Because">What is there.</param>
public sealed record RoleAssignment(string Role, string Scope, string Because);

/// <summary>All that our identities need, and nothing else.</summary>
/// <param name="Roles">Custom roles, the reader's first.</param>
/// <param name="Assignments">Where they are assigned, sorted.</param>
/// <param name="Apis">Permissions of other services, sorted.</param>
public sealed record PermissionReport(IReadOnlyList<CustomRole> Roles, IReadOnlyList<RoleAssignment> Assignments, IReadOnlyList<ApiPermission> Apis);
