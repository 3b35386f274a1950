using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops audit</c>: whether what was recorded is as it was written, and the record to carry away.</summary>
internal static class AuditVerb
{
    /// <summary>Builds the verb.</summary>
    public static Command Create() => new("audit", "The audit chains over what was recorded, and their anchors.") { Verify(), AuditExportVerb.Export(), AuditExportVerb.Check() };

    private static Command Verify()
    {
        var id = new Argument<string?>("incident") { Description = "An incident; all of them, the changes and the anchors when left out.", Arity = ArgumentArity.ZeroOrOne };
        var (to, data, json) = (CommonOptions.To(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("verify", "Check the hash chain of one incident, or of all, against themselves and the daily anchors.") { id, to, data, CommonOptions.SystemsCatalog(), json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = LocalApi.Open(parsed.GetValue(to)!, parsed.GetValue(data)!);
            var one = parsed.GetValue(id);
            using var answer = await api.GetAsync(one is null ? "/api/audit" : $"/api/audit?incident={Uri.EscapeDataString(one)}", cancellationToken);
            var root = answer.RootElement;
            if (parsed.GetValue(json))
            {
                Console.WriteLine(root.GetRawText());
            }
            else
            {
                Tell(root);
            }

            return root.GetProperty("whole").GetBoolean() ? ExitCodes.Done : ExitCodes.NotWell;
        });
        return command;
    }

    private static void Tell(JsonElement root)
    {
        foreach (var check in root.GetProperty("broken").EnumerateArray())
        {
            var link = check.GetProperty("broken");
            Console.WriteLine($"{Terminal.Safe(check.GetProperty("incidentId").GetString()!)}: entry {link.GetProperty("sequence")}: {Terminal.Safe(link.GetProperty("reason").GetString()!)}");
        }

        foreach (var anchor in root.GetProperty("brokenAnchors").EnumerateArray())
        {
            Console.WriteLine($"anchor of {anchor.GetProperty("day").GetString()}: {Terminal.Safe(anchor.GetProperty("reason").GetString()!)}");
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{root.GetProperty("incidents")} incident(s), {root.GetProperty("entries")} entries, {root.GetProperty("changes")} change(s), {root.GetProperty("anchors")} anchor(s){Last(root)}: "
            + $"{(root.GetProperty("whole").GetBoolean() ? "every chain holds" : "NOT as they were written (docs/audit.md says what that means)")}"));
    }

    private static string Last(JsonElement root) => root.TryGetProperty("lastAnchor", out var day) && day.GetString() is { } last ? $", the last of {last}" : string.Empty;
}
