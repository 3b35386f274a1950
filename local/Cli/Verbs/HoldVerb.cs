using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops hold</c>: keeps automation off something while a person works on it; lists and releases holds.</summary>
internal static class HoldVerb
{
    /// <summary>Builds the verb.</summary>
    public static Command Create()
    {
        var resource = new Argument<string?>("resource") { Description = "ARM id of a resource, a resource group or a subscription; it covers everything below.", Arity = ArgumentArity.ZeroOrOne };
        var until = new Option<string?>("--until") { Description = "When it ends by itself, such as 2026-12-01T18:00+01:00, or how long it lasts, such as 2h; at most 30d." };
        var release = new Option<bool>("--release") { Description = "End it before its time." };
        var list = new Option<bool>("--list") { Description = "Show the holds that stand." };
        var reason = new Option<string?>("--reason") { Description = "Why; it is kept, and shown where automation is refused." };
        var user = new Option<string?>("--as") { Description = "The local user who holds or releases it." };
        var (to, data, json) = (CommonOptions.To(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("hold", "Keep automation off something while a person works on it.") { resource, until, release, list, reason, user, to, data, CommonOptions.SystemsCatalog(), json };
        command.Validators.Add(result =>
        {
            var named = result.GetValue(resource) is not null;
            if (result.GetValue(list) ? named || result.GetValue(release) || result.GetValue(until) is not null : !named || result.GetValue(release) == (result.GetValue(until) is not null))
            {
                result.AddError("Say one of: RESOURCE --until T, RESOURCE --release, --list.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = LocalApi.Open(parsed.GetValue(to)!, parsed.GetValue(data)!, parsed.GetValue(user));
            var shown = parsed.GetValue(list);
            var end = parsed.GetValue(until);
            using var answer = shown
                ? await api.GetAsync("/api/holds", cancellationToken)
                : await ChangeAsync(api, parsed.GetValue(resource)!, end, parsed.GetValue(reason), parsed.GetValue(user), cancellationToken);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(answer.RootElement.GetRawText());
            }
            else if (shown)
            {
                Tell(answer.RootElement);
            }
            else
            {
                Console.WriteLine(Text(answer.RootElement, "message"));
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<JsonDocument> ChangeAsync(LocalApi api, string resource, string? end, string? reason, string? user, CancellationToken cancellationToken)
    {
        // A length is counted by the system's own clock, which need not be this machine's.
        var isMoment = end?.Contains('T', StringComparison.Ordinal) == true;
        using var content = JsonContent.Create(new { resource, until = isMoment ? end : null, @for = isMoment ? null : end, reason, user });
        return await api.PostAsync(end is null ? "/api/holds/release" : "/api/holds", content, cancellationToken);
    }

    private static void Tell(JsonElement root)
    {
        var holds = root.GetProperty("holds").EnumerateArray().ToList();
        if (holds.Count == 0)
        {
            Console.WriteLine("No holds. Try: ops hold /subscriptions/.../resourceGroups/rg-shop --until 2h --reason migrating --as ana");
        }

        foreach (var hold in holds)
        {
            Console.WriteLine($"{Text(hold, "resource")}  until {Terminal.Time(hold.GetProperty("until"))}  {Text(hold, "by")}: {Text(hold, "reason")}");
        }
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? Terminal.Safe(value.ToString()) : "-";
}
