using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops autonomy</c>: what playbooks may do on their own and why; grants a level that was earned, or takes one away.</summary>
internal static class AutonomyVerb
{
    /// <summary>Builds the verb.</summary>
    public static Command Create()
    {
        var (to, data, json) = (CommonOptions.To(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("autonomy", "What playbooks have earned to do on their own; grant a level, or take one away.")
        {
            to, data, CommonOptions.SystemsCatalog(), json,
            Change("promote", "Grant the level that is proposed."),
            Change("demote", "Take a level away."),
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = LocalApi.Open(parsed.GetValue(to)!, parsed.GetValue(data)!);
            using var answer = await api.GetAsync("/api/autonomy", cancellationToken);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(answer.RootElement.GetRawText());
                return ExitCodes.Done;
            }

            foreach (var level in answer.RootElement.GetProperty("playbooks").EnumerateArray())
            {
                Tell(level);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Change(string name, string description)
    {
        var playbook = new Argument<string>("playbook") { Description = "Name of the playbook." };
        var type = new Option<string>("--type") { Description = "ARM type of the resources, such as Microsoft.Compute/virtualMachines.", Required = true };
        var user = new Option<string>("--as") { Description = "The local user who decides it; left out where the system runs --live, which knows who is signed in." };
        var reason = new Option<string>("--reason") { Description = "Why; it is kept.", Required = true };
        var (to, data, json) = (CommonOptions.To(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command(name, description) { playbook, type, user, reason, to, data, CommonOptions.SystemsCatalog(), json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = LocalApi.Open(parsed.GetValue(to)!, parsed.GetValue(data)!, parsed.GetValue(user));
            using var content = JsonContent.Create(new
            {
                playbook = parsed.GetValue(playbook),
                type = parsed.GetValue(type),
                user = parsed.GetValue(user),
                reason = parsed.GetValue(reason),
            });
            using var answer = await api.PostAsync($"/api/autonomy/{name}", content, cancellationToken);
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

    private static void Tell(JsonElement level)
    {
        var record = level.GetProperty("record");
        var proposed = record.TryGetProperty("proposed", out var next) ? $"  proposed: {next.GetString()!.ToLowerInvariant()}" : string.Empty;
        Console.WriteLine(
            $"{Text(record, "playbook"),-32}  {Text(record, "resourceClass")}\n    {Text(record, "level").ToLowerInvariant()} (at most {Text(level, "most").ToLowerInvariant()})"
            + $"  agreeing in a row: {Text(record, "agreeing")}{proposed}\n    {Text(record, "reason")}");
    }

    private static string Text(JsonElement element, string name) => Terminal.Safe(element.TryGetProperty(name, out var value) ? value.ToString() : "-");
}
