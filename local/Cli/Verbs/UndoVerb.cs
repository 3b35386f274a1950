using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops undo</c>: shows what an incident changed and what taking it back would do now; with <c>--yes</c> or the hash, does exactly that.</summary>
internal static class UndoVerb
{
    /// <summary>Builds the verb.</summary>
    public static Command Create()
    {
        var id = new Argument<string>("id") { Description = "The incident." };
        var step = new Option<string?>("--step") { Description = "One step alone; all that is still there when left out." };
        var user = new Option<string?>("--as") { Description = "The local user who takes it back." };
        var reason = new Option<string?>("--reason") { Description = "Why; it is kept." };
        var yes = new Option<bool>("--yes") { Description = "Take it back, as it is shown now." };
        var hash = new Option<string?>("--plan-hash") { Description = "Take it back only if it is still this." };
        var (to, data, json) = (CommonOptions.To(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("undo", "Show what an incident changed, and take it back.") { id, step, user, reason, yes, hash, to, data, CommonOptions.SystemsCatalog(), json };
        command.Validators.Add(parsed =>
        {
            if ((parsed.GetValue(yes) || parsed.GetValue(hash) is not null) && parsed.GetValue(reason) is null)
            {
                parsed.AddError("Taking something back needs --reason TEXT, and --as USER unless the system runs --live.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = LocalApi.Open(parsed.GetValue(to)!, parsed.GetValue(data)!, parsed.GetValue(user));
            var path = $"/api/incidents/{Uri.EscapeDataString(parsed.GetValue(id)!)}/undo";
            var one = parsed.GetValue(step);
            using var shown = await api.GetAsync(one is null ? path : $"{path}?step={Uri.EscapeDataString(one)}", cancellationToken);
            var act = parsed.GetValue(yes) || parsed.GetValue(hash) is not null;
            if (!act || !parsed.GetValue(json))
            {
                Show(shown.RootElement, parsed.GetValue(json));
            }

            var possible = shown.RootElement.TryGetProperty("planHash", out var now);
            if (!act)
            {
                return shown.RootElement.GetProperty("changes").EnumerateArray().Any(c => c.TryGetProperty("conflict", out _)) ? ExitCodes.NotWell : ExitCodes.Done;
            }

            if (!possible)
            {
                throw new CliException("Nothing was taken back: see above.");
            }

            using var content = JsonContent.Create(new { planHash = parsed.GetValue(hash) ?? now.GetString(), step = one, user = parsed.GetValue(user), reason = parsed.GetValue(reason) });
            using var answer = await api.PostAsync(path, content, cancellationToken);
            Console.WriteLine(parsed.GetValue(json) ? answer.RootElement.GetRawText() : Terminal.Safe(answer.RootElement.GetProperty("message").GetString()!));
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Show(JsonElement root, bool json)
    {
        if (json)
        {
            Console.WriteLine(root.GetRawText());
            return;
        }

        var changes = root.GetProperty("changes").EnumerateArray().ToList();
        if (changes.Count == 0)
        {
            Console.WriteLine("It changed nothing.");
        }

        foreach (var change in changes)
        {
            var entry = change.GetProperty("entry");
            var done = entry.GetProperty("operation").GetProperty("plan");
            Console.WriteLine($"{Text(entry, "stepId")}  {Terminal.Time(entry.GetProperty("at"))}  {Text(done, "summary")}");
            if (Text(entry, "state") != "Open")
            {
                Console.WriteLine($"    {Text(entry, "reason")}");
            }
            else if (change.TryGetProperty("conflict", out var conflict))
            {
                Console.WriteLine($"    conflict: {Terminal.Safe(conflict.GetString()!)}");
                Console.WriteLine($"    by hand:  {Text(done, "undoByHand")}");
            }
            else
            {
                Console.WriteLine($"    undo: {(change.TryGetProperty("plan", out var plan) ? Text(plan, "summary") : $"{Text(done.GetProperty("inverse"), "summary")} (planned when what is above is back)")}");
            }
        }

        if (root.TryGetProperty("planHash", out var hash))
        {
            Console.WriteLine($"plan hash {hash.GetString()}");
        }
    }

    private static string Text(JsonElement element, string name) => Terminal.Safe(element.TryGetProperty(name, out var value) ? value.ToString() : "-");
}
