using System.CommandLine;
using System.Net.Http.Json;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops close</c>: a person ends an incident that was handed over.</summary>
internal static class CloseVerb
{
    /// <summary>Builds the verb.</summary>
    public static Command Create()
    {
        var id = new Argument<string>("id") { Description = "The incident." };
        var user = new Option<string>("--as") { Description = "The local user who closes it; left out where the system runs --live, which knows who is signed in." };
        var reason = new Option<string>("--reason") { Description = "How it ended; it is kept.", Required = true };
        var (to, data, json) = (CommonOptions.To(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("close", "Close an incident that was handed to a person.") { id, user, reason, to, data, CommonOptions.SystemsCatalog(), json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = LocalApi.Open(parsed.GetValue(to)!, parsed.GetValue(data)!, parsed.GetValue(user));
            using var content = JsonContent.Create(new { user = parsed.GetValue(user), reason = parsed.GetValue(reason) });
            using var answer = await api.PostAsync($"/api/incidents/{Uri.EscapeDataString(parsed.GetValue(id)!)}/close", content, cancellationToken);
            Console.WriteLine(parsed.GetValue(json) ? answer.RootElement.GetRawText() : Terminal.Safe(answer.RootElement.GetProperty("message").GetString()!));
            return answer.RootElement.GetProperty("recorded").GetBoolean() ? ExitCodes.Done : ExitCodes.NotWell;
        });
        return command;
    }
}
