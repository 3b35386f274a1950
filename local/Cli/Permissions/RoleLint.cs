using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Permissions;
using OpsAutomation.Integrations.Arm;
using OpsAutomation.Integrations.Arm.Actions;

namespace OpsAutomation.Cli.Permissions;

/// <summary>Finds the role file that goes with a catalogue, and compares the two.</summary>
internal static class RoleLint
{
    /// <summary>The folder of the role files beside a catalogue: where the infrastructure is.</summary>
    public static string FolderOf(string catalog) => Path.GetFullPath(Path.Combine(catalog, "..", "infra", "app"));

    /// <summary>What the catalogue needs.</summary>
    public static PermissionReport Report(OpsCatalog catalog) => RoleBuilder.Build(catalog, AzureActions.Descriptions, ReaderPermissions.All);

    /// <summary>Compares, where there is a role file; a catalogue alone, in a folder of its own, has none.</summary>
    /// <param name="loaded">The catalogue.</param>
    /// <param name="folder">The folder of the role files.</param>
    /// <param name="bag">Receives every problem.</param>
    /// <returns>Whether there was one to compare with.</returns>
    public static bool Check(OpsCatalog loaded, string folder, DiagnosticBag bag)
    {
        var (json, bicep) = (Path.Combine(folder, RoleFile.Name), Path.Combine(folder, RoleFile.BicepName));
        if (!File.Exists(json) && !File.Exists(bicep))
        {
            return false;
        }

        RoleCheck.Check(Report(loaded), File.Exists(json) ? File.ReadAllText(json) : string.Empty, File.Exists(bicep) ? File.ReadAllText(bicep) : null, "infra/app", bag);
        return true;
    }
}
