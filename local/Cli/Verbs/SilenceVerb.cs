using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops silence</c>: what hides alerts now; makes a silence after showing what it would have hidden; cancels one.</summary>
internal static class SilenceVerb
{
    /// <summary>Builds the verb.</summary>
    public static Command Create() => new("silence", "List, make or cancel silences: alerts that people do not want to be told about for a while.")
    {
        List(),
        Make(),
        Cancel(),
    };

    private static Command List()
    {
        var (to, data, json) = (CommonOptions.To(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("list", "Silences that are active, come, or ended in the last day, and the windows that are active.") { to, data, CommonOptions.SystemsCatalog(), json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = LocalApi.Open(parsed.GetValue(to)!, parsed.GetValue(data)!);
            using var answer = await api.GetAsync("/api/silences", cancellationToken);
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

    private static Command Make()
    {
        var match = new Option<string[]>("--match") { Description = "A condition, such as service=shop-web or 'label.env=~\"prod|stage\"'; several must all hold.", Required = true };
        var length = new Option<string?>("--for") { Description = "How long, such as 30m, 2h or 3d; at most 30d. Not needed with --preview." };
        var reason = new Option<string?>("--reason") { Description = "Why; whoever is not paged will read it. Not needed with --preview." };
        var user = new Option<string?>("--as") { Description = "The local user who makes it. Not needed with --preview." };
        var start = new Option<string?>("--start") { Description = "When it begins, such as 2026-12-01T22:00+01:00; now when left out." };
        var id = new Option<string?>("--id") { Description = "The id it shall have, so that asking twice makes one." };
        var preview = new Option<bool>("--preview") { Description = "Only show what it would have hidden in the last 24 hours." };
        var (to, data, json) = (CommonOptions.To(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("create", "Make a silence; shows what it would have hidden in the last 24 hours.") { match, length, reason, user, start, id, preview, to, data, CommonOptions.SystemsCatalog(), json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = LocalApi.Open(parsed.GetValue(to)!, parsed.GetValue(data)!, parsed.GetValue(user));
            var only = parsed.GetValue(preview);
            using var content = JsonContent.Create(new
            {
                matchers = parsed.GetValue(match),
                @for = parsed.GetValue(length),
                reason = parsed.GetValue(reason),
                user = parsed.GetValue(user),
                startsAt = parsed.GetValue(start),
                id = parsed.GetValue(id),
            });
            using var answer = await api.PostAsync(only ? "/api/silences/preview" : "/api/silences", content, cancellationToken);
            var root = answer.RootElement;
            if (parsed.GetValue(json))
            {
                Console.WriteLine(root.GetRawText());
                return ExitCodes.Done;
            }

            if (!only)
            {
                Console.WriteLine($"{Text(root, "message")}");
                Console.WriteLine(Line(root.GetProperty("silence")));
            }

            TellPreview(only ? root : root.GetProperty("preview"), withText: only);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Cancel()
    {
        var id = new Argument<string>("id") { Description = "The silence." };
        var user = new Option<string>("--as") { Description = "The local user who cancels it; left out where the system runs --live, which knows who is signed in." };
        var reason = new Option<string>("--reason") { Description = "Why; it is kept.", Required = true };
        var (to, data, json) = (CommonOptions.To(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("cancel", "End a silence before its time.") { id, user, reason, to, data, CommonOptions.SystemsCatalog(), json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = LocalApi.Open(parsed.GetValue(to)!, parsed.GetValue(data)!, parsed.GetValue(user));
            using var content = JsonContent.Create(new { user = parsed.GetValue(user), reason = parsed.GetValue(reason) });
            using var answer = await api.PostAsync($"/api/silences/{Uri.EscapeDataString(parsed.GetValue(id)!)}/cancel", content, cancellationToken);
            Console.WriteLine(parsed.GetValue(json) ? answer.RootElement.GetRawText() : Text(answer.RootElement, "message"));
            return answer.RootElement.GetProperty("cancelled").GetBoolean() ? ExitCodes.Done : ExitCodes.NotWell;
        });
        return command;
    }

    private static void Tell(JsonElement root)
    {
        var silences = root.GetProperty("silences").EnumerateArray().ToList();
        if (silences.Count == 0)
        {
            Console.WriteLine("No silences. Try: ops silence create --match service=shop-web --for 2h --reason deploying --as ana --preview");
        }

        foreach (var silence in silences)
        {
            Console.WriteLine(Line(silence));
        }

        foreach (var active in root.GetProperty("active").EnumerateArray())
        {
            Console.WriteLine($"active now: {Text(active, "text")}");
        }
    }

    private static string Line(JsonElement silence)
    {
        var matchers = Terminal.Safe(string.Join(", ", silence.GetProperty("matchers").EnumerateArray().Select(m => m.GetString())));
        var over = silence.TryGetProperty("cancelledBy", out var by) ? $"  cancelled by {Terminal.Safe(by.ToString())}" : string.Empty;
        return $"{Text(silence, "id")}  {Terminal.Time(silence.GetProperty("startsAt"))} to {Terminal.Time(silence.GetProperty("endsAt"))}  {Text(silence, "createdBy")}: {Text(silence, "reason")}  [{matchers}]{over}";
    }

    private static void TellPreview(JsonElement preview, bool withText)
    {
        if (withText)
        {
            Console.WriteLine(Text(preview, "text"));
        }

        foreach (var alert in preview.GetProperty("alerts").EnumerateArray())
        {
            Console.WriteLine($"  {Terminal.Time(alert.GetProperty("receivedAt"))}  {Text(alert, "id")}  {Text(alert, "kind"),-12}  {Text(alert, "rule")}  {Text(alert, "service")}");
        }
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? Terminal.Safe(value.ToString()) : "-";
}
