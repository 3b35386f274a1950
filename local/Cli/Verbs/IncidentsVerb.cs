using System.CommandLine;
using System.Text.Json;
using OpsAutomation.Core.Alerts;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops incidents</c>: lists incidents, or tells the story of one.</summary>
internal static class IncidentsVerb
{
    // Characters of a title that a list shows; the story has the whole.
    private const int ListedTitle = 100;

    /// <summary>Builds the verb.</summary>
    public static Command Create()
    {
        var id = new Argument<string?>("id") { Description = "An incident; all of them when left out.", Arity = ArgumentArity.ZeroOrOne };
        var (to, data, json) = (CommonOptions.To(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("incidents", "List incidents, or tell the story of one.") { id, to, data, CommonOptions.SystemsCatalog(), json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = LocalApi.Open(parsed.GetValue(to)!, parsed.GetValue(data)!);
            var one = parsed.GetValue(id);
            using var answer = await api.GetAsync(one is null ? "/api/incidents" : $"/api/incidents/{Uri.EscapeDataString(one)}", cancellationToken);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(answer.RootElement.GetRawText());
            }
            else if (one is null)
            {
                List(answer.RootElement);
            }
            else
            {
                Tell(answer.RootElement);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    // Lines, not a table: they can be searched, cut and read on a narrow terminal.
    private static void List(JsonElement root)
    {
        var incidents = root.GetProperty("incidents").EnumerateArray().ToList();
        if (incidents.Count == 0)
        {
            Console.WriteLine("No incidents yet. Try: ops fire cpu-high");
        }

        foreach (var incident in incidents)
        {
            Console.WriteLine(
                $"{Text(incident, "id")}  {Text(incident, "status"),-16}  {Text(incident, "severity")}  {Terminal.Time(incident.GetProperty("openedAt"))}  "
                + $"{Terminal.Safe(Text(incident, "service")),-14}  {AlertText.Clean(Terminal.Safe(Text(incident, "title")), ListedTitle)}");
        }
    }

    private static void Tell(JsonElement root)
    {
        var head = root.GetProperty("head");
        Console.WriteLine($"{Text(head, "id")}  {Text(head, "status")}  {Text(head, "severity")}  {Terminal.Safe(Text(head, "title"))}");
        foreach (var entry in root.GetProperty("entries").EnumerateArray())
        {
            Console.WriteLine($"{Terminal.Time(entry.GetProperty("at"))}  {Terminal.Safe(Text(entry, "actor")),-12}  {Terminal.Safe(Text(entry, "text"))}");
        }
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.ToString() : "-";
}
