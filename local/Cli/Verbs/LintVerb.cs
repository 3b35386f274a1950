using System.CommandLine;
using System.Text.Json;
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
        var (catalog, json) = (CommonOptions.Catalog(), CommonOptions.Json());
        var command = new Command("lint", "Check a catalogue; every problem at once, as file:line:column.") { directory, catalog, json };
        command.SetAction(parsed =>
        {
            var folder = (parsed.GetValue(directory) ?? parsed.GetValue(catalog)!).FullName;
            var (loaded, diagnostics) = CatalogLoader.Load(folder, AzureActions.Descriptions);
            var rehearsals = 0;
            if (loaded is not null)
            {
                var bag = new DiagnosticBag();
                rehearsals = RehearsalSet.Check(folder, loaded, bag).Count;
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

                Console.WriteLine(loaded is null ? $"{diagnostics.Count} problems" : $"{loaded.Playbooks.Count} playbooks, {loaded.Services.All.Count} services, {rehearsals} rehearsals: no problems");
            }

            return loaded is null ? ExitCodes.NotWell : ExitCodes.Done;
        });
        return command;
    }
}
