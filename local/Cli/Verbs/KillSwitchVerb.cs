using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops kill-switch</c>: stops all automation at once, or lets it go on; shows how it stands when nothing is said.</summary>
internal static class KillSwitchVerb
{
    /// <summary>Builds the verb.</summary>
    public static Command Create()
    {
        var state = new Argument<string?>("state") { Description = "on stops everything that changes Azure; off lets it go on.", Arity = ArgumentArity.ZeroOrOne };
        state.AcceptOnlyFromAmong("on", "off");
        var user = new Option<string?>("--as") { Description = "The local user who moves it." };
        var reason = new Option<string?>("--reason") { Description = "Why; it is kept." };
        var (to, data, json) = (CommonOptions.To(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("kill-switch", "Stop all automation at once, or let it go on.") { state, user, reason, to, data, CommonOptions.SystemsCatalog(), json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = LocalApi.Open(parsed.GetValue(to)!, parsed.GetValue(data)!, parsed.GetValue(user));
            using var answer = parsed.GetValue(state) is { } wanted
                ? await MoveAsync(api, wanted, parsed.GetValue(user), parsed.GetValue(reason), cancellationToken)
                : await api.GetAsync("/api/kill-switch", cancellationToken);
            var root = answer.RootElement;
            Console.WriteLine(parsed.GetValue(json)
                ? root.GetRawText()
                : $"{(root.GetProperty("on").GetBoolean() ? "on: nothing is changed" : "off: automation acts")}, by {Terminal.Safe(root.GetProperty("actor").ToString())}: {Terminal.Safe(root.GetProperty("reason").ToString())}");
            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<JsonDocument> MoveAsync(LocalApi api, string wanted, string? user, string? reason, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(new { on = wanted == "on", user, reason });
        return await api.PostAsync("/api/kill-switch", content, cancellationToken);
    }
}
