using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops delegate</c>: lets another person decide in one's place for a time; lists and revokes that.</summary>
internal static class DelegateVerb
{
    private const string Path = "/api/approvals/people/delegations";

    /// <summary>Builds the verb.</summary>
    public static Command Create()
    {
        var person = new Argument<string?>("person") { Description = "Who shall decide; with --revoke: in whose place, yourself when left out.", Arity = ArgumentArity.ZeroOrOne };
        var until = new Option<string?>("--until") { Description = "When it ends by itself, such as 2026-12-01T18:00+01:00, or how long it lasts, such as 7d." };
        var reason = new Option<string?>("--reason") { Description = "Why; it is kept." };
        var revoke = new Option<bool>("--revoke") { Description = "End it before its time." };
        var list = new Option<bool>("--list") { Description = "Show who decides in whose place." };
        var user = new Option<string?>("--as") { Description = "The local user who lets the other decide." };
        var (to, data, json) = (CommonOptions.To(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("delegate", "Let another person decide about approvals in your place, for a time.") { person, until, reason, revoke, list, user, to, data, CommonOptions.SystemsCatalog(), json };
        command.Validators.Add(result =>
        {
            var gives = result.GetValue(until) is not null;
            if (new[] { gives, result.GetValue(revoke), result.GetValue(list) }.Count(a => a) != 1 || (gives && (result.GetValue(person) is null || string.IsNullOrWhiteSpace(result.GetValue(reason)))))
            {
                result.AddError("Say one of: PERSON --until T --reason TEXT, --revoke, --list.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = LocalApi.Open(parsed.GetValue(to)!, parsed.GetValue(data)!, parsed.GetValue(user));
            var (who, end, name) = (parsed.GetValue(person), parsed.GetValue(until), parsed.GetValue(user));
            using var answer = parsed.GetValue(list) ? await api.GetAsync(Path, cancellationToken)
                : parsed.GetValue(revoke) ? await PostAsync(api, $"{Path}/revoke", new { from = who, user = name }, cancellationToken)
                : await PostAsync(api, Path, Wanted(who, end!, parsed.GetValue(reason), name), cancellationToken);
            Tell(answer.RootElement, parsed.GetValue(json));
            return ExitCodes.Done;
        });
        return command;
    }

    private static object Wanted(string? to, string end, string? reason, string? user)
    {
        // A length is counted by the system's own clock, which need not be this machine's.
        var isMoment = end.Contains('T', StringComparison.Ordinal);
        return new { to, until = isMoment ? end : null, @for = isMoment ? null : end, reason, user };
    }

    private static async Task<JsonDocument> PostAsync(LocalApi api, string path, object body, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(body);
        return await api.PostAsync(path, content, cancellationToken);
    }

    private static void Tell(JsonElement root, bool raw)
    {
        if (raw)
        {
            Console.WriteLine(root.GetRawText());
        }
        else if (root.TryGetProperty("message", out var message))
        {
            Console.WriteLine(Terminal.Safe(message.GetString()!));
        }
        else
        {
            var standing = root.GetProperty("delegations").EnumerateArray().ToList();
            Console.WriteLine(standing.Count == 0 ? "Everyone decides in their own place." : string.Join(Environment.NewLine, standing.Select(Line)));
        }
    }

    private static string Line(JsonElement one) =>
        $"{Text(one, "to")} for {Text(one, "from")} until {Terminal.Time(one.GetProperty("until"))}: {Text(one, "reason")}";

    private static string Text(JsonElement element, string name) => Terminal.Safe(element.GetProperty(name).GetString()!);
}
