using System.CommandLine;
using System.Text.Json;
using OpsAutomation.Core.Correlation.Search;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops alerts</c>: lists alerts with what became of each.</summary>
internal static class AlertsVerb
{
    /// <summary>Builds the verb.</summary>
    public static Command Create()
    {
        var search = new SearchOptions();
        var limit = new Option<int?>("--limit") { Description = $"The most alerts, 1 to {AlertQuery.MaxLimit}; {AlertQuery.DefaultLimit} when left out." };
        var go = new Option<string?>("--continue") { Description = "Where an earlier answer ended." };
        var (to, data, json) = (CommonOptions.To(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("alerts", "List alerts with what became of each, newest first.") { limit, go, to, data, CommonOptions.SystemsCatalog(), json };
        foreach (var option in search.All)
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = LocalApi.Open(parsed.GetValue(to)!, parsed.GetValue(data)!);
            var path = search.Path(parsed, parsed.GetValue(limit), TimeProvider.System);
            if (parsed.GetValue(go) is { } token)
            {
                path += $"{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}continue={Uri.EscapeDataString(token)}";
            }

            using var answer = await api.GetAsync(path, cancellationToken);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(answer.RootElement.GetRawText());
            }
            else
            {
                Tell(answer.RootElement);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static void Tell(JsonElement root)
    {
        var alerts = root.GetProperty("alerts").EnumerateArray().ToList();
        foreach (var alert in alerts)
        {
            Console.WriteLine(SearchOptions.Line(alert));
        }

        if (!root.GetProperty("complete").GetBoolean())
        {
            Console.WriteLine($"{root.GetProperty("scanned")} alerts looked at, and there are more: add --continue {root.GetProperty("continue").GetString()}");
        }
        else if (alerts.Count == 0)
        {
            Console.WriteLine($"No alert fits; all {root.GetProperty("scanned")} of that time were looked at.");
        }
    }
}
