using System.CommandLine;
using System.Text.Json;
using OpsAutomation.Cli.Permissions;
using OpsAutomation.Cli.Rehearsing.Scripts;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Integrations.Arm.Actions;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops lint</c>: checks a catalogue and tells every problem at once.</summary>
internal static class LintVerb
{
    /// <summary>Builds the verb.</summary>
    public static Command Create()
    {
        var directory = new Argument<DirectoryInfo?>("dir") { Description = "Folder of the catalogue; the one of --catalog when left out.", Arity = ArgumentArity.ZeroOrOne };
        var roles = new Option<DirectoryInfo?>("--roles") { Description = "Folder of operator-role.json and operator-role.bicep; infra/app beside the catalogue when left out." };
        var (catalog, json) = (CommonOptions.Catalog(), CommonOptions.Json());
        var command = new Command("lint", "Check a catalogue; every problem at once, as file:line:column.") { directory, roles, catalog, json };
        command.SetAction(parsed =>
        {
            var folder = (parsed.GetValue(directory) ?? parsed.GetValue(catalog)!).FullName;
            var (loaded, diagnostics) = CatalogLoader.Load(folder, AzureActions.Descriptions);
            var (rehearsals, compared) = (0, false);
            if (loaded is not null)
            {
                var bag = new DiagnosticBag();
                rehearsals = RehearsalSet.Check(folder, loaded, bag).Count;
                compared = RoleLint.Check(loaded, parsed.GetValue(roles)?.FullName ?? RoleLint.FolderOf(folder), bag);
                diagnostics = [.. diagnostics, .. bag.All];
                loaded = bag.HasErrors ? null : loaded;
            }

            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(diagnostics, Core.Records.OpsJson.Options));
            }
            else
            {
                foreach (var diagnostic in diagnostics)
                {
                    Console.WriteLine(diagnostic);
                }

                Console.WriteLine(loaded is null ? $"{diagnostics.Count} problems" : $"{loaded.Playbooks.Count} playbooks, {loaded.Services.All.Count} services, {rehearsals} rehearsals, {(compared ? "roles compared" : "no role file to compare")}: no problems");
            }

            return loaded is null ? ExitCodes.NotWell : ExitCodes.Done;
        });
        return command;
    }
}
