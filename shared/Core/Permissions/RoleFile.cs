using System.Text.Json;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Permissions;

/// <summary>The roles as the repository keeps them beside the infrastructure: <c>operator-role.json</c>, checked by lint and shown by a review.</summary>
/// <param name="MadeBy">The command that made it.</param>
/// <param name="Roles">The roles.</param>
/// <param name="Apis">Permissions of other services.</param>
public sealed record RoleFile(string MadeBy, IReadOnlyList<CustomRole> Roles, IReadOnlyList<ApiPermission> Apis)
{
    /// <summary>Name of the file.</summary>
    public const string Name = "operator-role.json";

    /// <summary>Name of the same in Bicep.</summary>
    public const string BicepName = "operator-role.bicep";

    /// <summary>The command.</summary>
    public const string Command = "ops permissions --out infra/app";

    private static readonly JsonSerializerOptions Indented = new(OpsJson.Options) { WriteIndented = true, NewLine = "\n" };

    /// <summary>Writes a report; the same catalogue always gives the same text.</summary>
    public static string Write(PermissionReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return JsonSerializer.Serialize(new RoleFile(Command, report.Roles, report.Apis), Indented) + "\n";
    }

    /// <summary>Reads one.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static RoleFile Read(string text)
    {
        var file = OpsJson.Read<RoleFile>(text);
        return file.Roles is null || file.Apis is null || file.Roles.Any(r => r?.Key is null || r.Actions is null || r.DataActions is null || r.All.Any(o => o?.Name is null))
            ? throw new JsonException("It has no 'roles' with 'key', 'actions' and 'dataActions', or no 'apis'.")
            : file;
    }
}
