using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops approve</c>: shows what waits, and decides about exactly one plan, or one group of them, as a named local user.</summary>
internal static class ApproveVerb
{
    /// <summary>Builds the verb.</summary>
    public static Command Create()
    {
        var id = new Argument<string?>("id") { Description = "The incident, or the id of one request of it.", Arity = ArgumentArity.ZeroOrOne };
        var user = new Option<string?>("--as") { Description = "The local user who decides; left out where the system runs --live, which knows who is signed in." };
        var reason = new Option<string?>("--reason") { Description = "Why; it is kept with the decision." };
        var reject = new Option<bool>("--reject") { Description = "Reject instead of approve." };
        var instruction = new Option<string?>("--instruction") { Description = "With --reject: what to do instead; shown in the timeline and to who is called." };
        var window = new Option<string?>("--in-window") { Description = "Approve, and begin in a window: its name in calendars.yaml, or such as 2026-12-01T22:00Z/2026-12-02T02:00Z. It is planned again then." };
        var withdraw = new Option<bool>("--withdraw") { Description = "Take your own approval back, as long as nothing was begun." };
        var glass = new Option<bool>("--break-glass") { Description = "Approve in place of those who are asked, together with a second person; everybody is told." };
        var group = new Option<string?>("--group") { Description = "Answer every question of a group at once: its hash, or how it begins; see --list." };
        var list = new Option<bool>("--list") { Description = "Show what waits for people, and what can be answered as one." };
        var (to, data, json) = (CommonOptions.To(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("approve", "Approve, reject or withdraw: exactly the plan that an incident waits with, or several at once.")
        {
            id, user, reason, reject, instruction, window, withdraw, glass, group, list, to, data, CommonOptions.SystemsCatalog(), json,
        };
        command.Validators.Add(result =>
        {
            var acts = new[] { result.GetValue(reject), result.GetValue(withdraw), result.GetValue(glass) }.Count(a => a);
            var meant = new[] { result.GetValue(id) is not null, result.GetValue(group) is not null, result.GetValue(list) }.Count(m => m);
            if (meant != 1)
            {
                result.AddError("Say one of: ID, --group HASH, --list.");
            }
            else if (acts > 1 || (result.GetValue(instruction) is not null && !result.GetValue(reject)) || (result.GetValue(window) is not null && (result.GetValue(reject) || result.GetValue(withdraw))))
            {
                result.AddError("--instruction goes with --reject, --in-window with an approval, and --reject, --withdraw and --break-glass go alone.");
            }
            else if (result.GetValue(group) is not null && (result.GetValue(withdraw) || result.GetValue(glass)))
            {
                result.AddError("A group is approved or rejected; the rest is said of each request alone.");
            }
            else if (!result.GetValue(list) && string.IsNullOrWhiteSpace(result.GetValue(reason)))
            {
                result.AddError("Say why, with --reason.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = LocalApi.Open(parsed.GetValue(to)!, parsed.GetValue(data)!, parsed.GetValue(user));
            var raw = parsed.GetValue(json);
            if (parsed.GetValue(list))
            {
                using var waiting = await api.GetAsync("/api/approvals", cancellationToken);
                ApprovalText.Show(waiting.RootElement, raw);
                return ExitCodes.Done;
            }

            var decision = parsed.GetValue(withdraw) ? "withdraw" : parsed.GetValue(reject) ? "reject" : "approve";
            var said = new Said(parsed.GetValue(user), decision, parsed.GetValue(reason)!, parsed.GetValue(instruction), parsed.GetValue(window), parsed.GetValue(glass) ? true : null);
            using var answer = parsed.GetValue(group) is { } hash
                ? await AnswerGroupAsync(api, hash, said, cancellationToken)
                : await AnswerAsync(api, parsed.GetValue(id)!, said, raw, cancellationToken);
            ApprovalText.Answer(answer.RootElement, raw);
            return answer.RootElement.GetProperty("recorded").GetBoolean() ? ExitCodes.Done : ExitCodes.NotWell;
        });
        return command;
    }

    private static async Task<JsonDocument> AnswerAsync(LocalApi api, string id, Said said, bool raw, CancellationToken cancellationToken)
    {
        var path = $"/api/approvals/{Uri.EscapeDataString(id)}";
        using var pending = await api.GetAsync(path, cancellationToken);
        if (!raw)
        {
            Console.WriteLine(Terminal.Safe(pending.RootElement.GetProperty("plan").GetProperty("summary").GetString()!));
        }

        using var content = JsonContent.Create(new
        {
            token = pending.RootElement.GetProperty("token").GetString(),
            said.User,
            said.Decision,
            said.Reason,
            said.Instruction,
            said.Window,
            said.BreakGlass,
        });
        return await api.PostAsync(path, content, cancellationToken);
    }

    private static async Task<JsonDocument> AnswerGroupAsync(LocalApi api, string hash, Said said, CancellationToken cancellationToken)
    {
        using var waiting = await api.GetAsync("/api/approvals", cancellationToken);
        var tokens = waiting.RootElement.GetProperty("approvals").EnumerateArray()
            .ToDictionary(a => a.GetProperty("approvalId").GetString()!, a => a.GetProperty("token").GetString()!, StringComparer.Ordinal);
        var groups = waiting.RootElement.GetProperty("groups").EnumerateArray()
            .Where(g => hash.Length >= 8 && g.GetProperty("hash").GetString()!.StartsWith(hash, StringComparison.OrdinalIgnoreCase))
            .ToList();
        if (groups.Count != 1)
        {
            throw new InvalidOperationException("There is no such group now: something in it changed or was answered. See: ops approve --list");
        }

        using var content = JsonContent.Create(new
        {
            tokens = groups[0].GetProperty("approvals").EnumerateArray().Select(a => tokens[a.GetString()!]).ToArray(),
            said.User,
            said.Decision,
            said.Reason,
            said.Instruction,
            said.Window,
        });
        return await api.PostAsync($"/api/approvals/groups/{groups[0].GetProperty("hash").GetString()}", content, cancellationToken);
    }

    private sealed record Said(string? User, string Decision, string Reason, string? Instruction, string? Window, bool? BreakGlass);
}
