using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;

namespace OpsAutomation.Cli.Verbs;

/// <summary>What people do about an incident: <c>ops ack</c>, <c>snooze</c>, <c>mute</c>, <c>escalate</c>, <c>run-playbook</c>, <c>stop</c>; the same as the buttons of a message.</summary>
internal static class ActVerbs
{
    /// <summary><c>ops ack</c>.</summary>
    public static Command Acknowledge() => Verb("ack", "Say that you have an incident in hand: nobody else is paged.", "acknowledge", reasonRequired: false);

    /// <summary><c>ops snooze</c>.</summary>
    public static Command Snooze() => Verb("snooze", "No page for an incident before a time; graver trouble ends it.", "snooze", lengthRequired: true);

    /// <summary><c>ops mute</c>.</summary>
    public static Command Mute()
    {
        var preview = new Option<bool>("--preview") { Description = "Only show what it would have hidden in the last 24 hours." };
        return Verb("mute", "Silence what fires by the same rule on the same thing, until a time.", "silence", reasonRequired: false, takesLength: true, extra: (preview, parsed => new() { ["preview"] = parsed.GetValue(preview) }));
    }

    /// <summary><c>ops escalate</c>.</summary>
    public static Command Escalate() => Verb("escalate", "Tell the next level of an incident's escalation now.", "escalate");

    /// <summary><c>ops run-playbook</c>.</summary>
    public static Command Playbook()
    {
        var playbook = new Option<string>("--playbook") { Description = "Which playbook.", Required = true };
        return Verb("run-playbook", "Plan a playbook for an incident and ask for an approval; nothing runs before.", "playbook", extra: (playbook, parsed => new() { ["playbook"] = parsed.GetValue(playbook) }));
    }

    /// <summary><c>ops stop</c>.</summary>
    public static Command Stop()
    {
        var everything = new Option<bool>("--everything") { Description = "All automation, not this incident's alone: the kill switch." };
        return Verb("stop", "Stop automation for an incident and hold its resource.", "stop", takesLength: true, extra: (everything, parsed => new() { ["everything"] = parsed.GetValue(everything) }));
    }

    private static Command Verb(
        string name,
        string description,
        string act,
        bool reasonRequired = true,
        bool lengthRequired = false,
        bool takesLength = false,
        (Option Option, Func<ParseResult, Dictionary<string, object?>> Read)? extra = null)
    {
        var id = new Argument<string>("incident") { Description = "The incident." };
        var user = new Option<string>("--as") { Description = "The local user; left out where the system runs --live, which knows who is signed in." };
        var reason = new Option<string?>("--reason") { Description = "Why; it is kept.", Required = reasonRequired };
        var length = new Option<string?>("--for") { Description = "For how long, such as 2h; or until when, such as 2026-12-01T18:00+01:00.", Required = lengthRequired };
        var (to, data, json) = (CommonOptions.To(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command(name, description) { id, user, reason, to, data, CommonOptions.SystemsCatalog(), json };
        if (lengthRequired || takesLength)
        {
            command.Add(length);
        }

        if (extra is { } more)
        {
            command.Add(more.Option);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            var end = lengthRequired || takesLength ? parsed.GetValue(length) : null;
            var isMoment = end?.Contains('T', StringComparison.Ordinal) == true;
            var body = extra?.Read(parsed) ?? [];
            (body["user"], body["reason"]) = (parsed.GetValue(user), parsed.GetValue(reason));
            (body["until"], body["for"]) = (isMoment ? end : null, isMoment ? null : end);
            using var api = LocalApi.Open(parsed.GetValue(to)!, parsed.GetValue(data)!);
            using var content = JsonContent.Create(body);
            using var answer = await api.PostAsync($"/api/incidents/{Uri.EscapeDataString(parsed.GetValue(id)!)}/acts/{act}", content, cancellationToken);
            Print(answer.RootElement, parsed.GetValue(json));
            return answer.RootElement.GetProperty("recorded").GetBoolean() || body.GetValueOrDefault("preview") is true ? ExitCodes.Done : ExitCodes.NotWell;
        });
        return command;
    }

    private static void Print(JsonElement answer, bool json) =>
        Console.WriteLine(json ? answer.GetRawText() : Terminal.Safe(answer.GetProperty("message").GetString()!));
}
