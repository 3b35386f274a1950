using System.CommandLine;
using System.Net.Http.Json;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops approve</c>: decides about the plan that an incident waits with, as a named local user.</summary>
internal static class ApproveVerb
{
    /// <summary>Builds the verb.</summary>
    public static Command Create()
    {
        var id = new Argument<string>("id") { Description = "The incident." };
        var user = new Option<string>("--as") { Description = "The local user who decides; left out where the system runs --live, which knows who is signed in." };
        var reason = new Option<string>("--reason") { Description = "Why; it is kept with the decision.", Required = true };
        var reject = new Option<bool>("--reject") { Description = "Reject instead of approve." };
        var (to, data, json) = (CommonOptions.To(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("approve", "Approve, or reject, exactly the plan that an incident waits with.") { id, user, reason, reject, to, data, CommonOptions.SystemsCatalog(), json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = LocalApi.Open(parsed.GetValue(to)!, parsed.GetValue(data)!, parsed.GetValue(user));
            var path = $"/api/approvals/{Uri.EscapeDataString(parsed.GetValue(id)!)}";
            using var pending = await api.GetAsync(path, cancellationToken);
            var summary = pending.RootElement.GetProperty("plan").GetProperty("summary").GetString()!;
            using var content = JsonContent.Create(new
            {
                token = pending.RootElement.GetProperty("token").GetString(),
                user = parsed.GetValue(user),
                decision = parsed.GetValue(reject) ? "reject" : "approve",
                reason = parsed.GetValue(reason),
            });
            using var answer = await api.PostAsync(path, content, cancellationToken);
            Console.WriteLine(parsed.GetValue(json)
                ? answer.RootElement.GetRawText()
                : $"{Terminal.Safe(summary)}\n{Terminal.Safe(answer.RootElement.GetProperty("message").GetString()!)}");
            return answer.RootElement.GetProperty("recorded").GetBoolean() ? ExitCodes.Done : ExitCodes.NotWell;
        });
        return command;
    }
}
