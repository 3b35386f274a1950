using System.CommandLine;
using System.Text.Json;
using OpsAutomation.Cli.Permissions;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Permissions;
using OpsAutomation.Core.Permissions.Comparing;
using OpsAutomation.Core.Records;
using OpsAutomation.Integrations.Arm;
using OpsAutomation.Integrations.Arm.Actions;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops permissions</c>: what our identities need for the playbooks of a catalogue, and nothing else.</summary>
internal static class PermissionsVerb
{
    private static readonly JsonSerializerOptions Indented = new(OpsJson.Options) { WriteIndented = true };

    /// <summary>Builds the verb.</summary>
    public static Command Create()
    {
        var bicep = new Option<bool>("--bicep") { Description = "Print the roles as a Bicep module." };
        var output = new Option<DirectoryInfo?>("--out") { Description = $"Write {RoleFile.Name} and {RoleFile.BicepName} into this folder." };
        var scope = new Option<string[]>("--scope") { Description = "List only assignments at or below these ARM ids; may be given several times." };
        var against = new Option<DirectoryInfo?>("--against") { Description = "Compare with this catalogue, as it was before: permissions, guardrails and playbooks that became wider or narrower." };
        var fail = new Option<bool>("--fail-if-wider") { Description = "With --against: answer 1 when anything became wider." };
        var (catalog, json) = (CommonOptions.Catalog(), CommonOptions.Json());
        var command = new Command("permissions", "Roles, assignments and consents that the playbooks need, and nothing else; or what a change would widen.") { bicep, output, scope, against, fail, catalog, json };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(fail) && parsed.GetValue(against) is null)
            {
                parsed.AddError("--fail-if-wider goes with --against.");
            }

            if (parsed.GetValue(json) && parsed.GetValue(bicep))
            {
                parsed.AddError("Choose one of --json and --bicep.");
            }

            foreach (var wrong in (parsed.GetValue(scope) ?? []).Where(s => !s.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase)))
            {
                parsed.AddError($"--scope is an ARM id that starts with /subscriptions/, not '{wrong}'.");
            }
        });
        command.SetAction(parsed =>
        {
            var loaded = Load(parsed.GetValue(catalog)!.FullName);
            if (parsed.GetValue(against) is { } before)
            {
                return Compare(Load(before.FullName), loaded, parsed.GetValue(json), parsed.GetValue(fail));
            }

            var report = Within(RoleLint.Report(loaded), parsed.GetValue(scope) ?? []);
            if (parsed.GetValue(output) is { } folder)
            {
                folder.Create();
                File.WriteAllText(Path.Combine(folder.FullName, RoleFile.Name), RoleFile.Write(report));
                File.WriteAllText(Path.Combine(folder.FullName, RoleFile.BicepName), RoleBicep.Write(report));
            }

            var consent = GraphConsent.Commands(report, loaded);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(new { report.Roles, report.Assignments, report.Apis, consent }, Indented));
            }
            else if (parsed.GetValue(bicep))
            {
                Console.Write(RoleBicep.Write(report));
            }
            else
            {
                foreach (var line in PermissionText.Of(report, consent))
                {
                    Console.WriteLine(line);
                }
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static int Compare(OpsCatalog before, OpsCatalog after, bool json, bool fail)
    {
        var changes = CatalogComparison.Compare(before, after, AzureActions.Descriptions, ReaderPermissions.All);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { wider = changes.Any(c => c.Kind == Widening.Wider), changes }, Indented));
        }
        else
        {
            foreach (var line in PermissionText.Of(changes))
            {
                Console.WriteLine(line);
            }
        }

        return fail && changes.Any(c => c.Kind == Widening.Wider) ? ExitCodes.NotWell : ExitCodes.Done;
    }

    private static PermissionReport Within(PermissionReport report, string[] scopes) => scopes.Length == 0
        ? report
        : report with { Assignments = [.. report.Assignments.Where(a => scopes.Any(s => IsIn(a.Scope, s.TrimEnd('/'))))] };

    private static bool IsIn(string id, string scope) =>
        id.StartsWith(scope, StringComparison.OrdinalIgnoreCase) && (id.Length == scope.Length || id[scope.Length] == '/');

    private static OpsCatalog Load(string folder)
    {
        var (catalog, diagnostics) = CatalogLoader.Load(folder, AzureActions.Descriptions);
        return catalog ?? throw new CliException(string.Join(Environment.NewLine, diagnostics));
    }
}
