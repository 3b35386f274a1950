using System.CommandLine;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops explain</c>: why was I, or was I not, told about this alert?</summary>
internal static class ExplainVerb
{
    /// <summary>Builds the verb.</summary>
    public static Command Create()
    {
        var alert = new Argument<string>("alert") { Description = "Id of an alert, as 'ops fire' printed it." };
        var (to, data, json) = (CommonOptions.To(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("explain", "Say what became of an alert, why, and what would have happened otherwise.") { alert, to, data, CommonOptions.SystemsCatalog(), json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = LocalApi.Open(parsed.GetValue(to)!, parsed.GetValue(data)!);
            using var answer = await api.GetAsync($"/api/alerts/{Uri.EscapeDataString(parsed.GetValue(alert)!)}", cancellationToken);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(answer.RootElement.GetRawText());
                return ExitCodes.Done;
            }

            foreach (var disposition in answer.RootElement.GetProperty("dispositions").EnumerateArray())
            {
                string Text(string name) => disposition.TryGetProperty(name, out var value) ? Terminal.Safe(value.ToString()) : "-";
                Console.WriteLine($"{Terminal.Time(disposition.GetProperty("at"))}  {Text("kind")}  incident {Text("incidentId")}");
                Console.WriteLine($"  why:       {Text("reason")}");
                Console.WriteLine($"  otherwise: {Text("otherwise")}");
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
