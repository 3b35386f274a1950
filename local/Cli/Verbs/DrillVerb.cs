using System.CommandLine;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops drill</c>: begins a fire drill now; <c>ops drill list</c> shows which there are and how they went.</summary>
internal static class DrillVerb
{
    /// <summary>Builds the verb.</summary>
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "The drill of drills.yaml." };
        var now = new Option<bool>("--now") { Description = "Begin it now; without it, the last run of it is shown." };
        var user = new Option<string>("--as") { Description = "The local user who begins it." };
        var (to, data, json) = (CommonOptions.To(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("drill", "Exercise the way from alert to people and back.") { name, now, user, to, data, CommonOptions.SystemsCatalog(), json, List() };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = LocalApi.Open(parsed.GetValue(to)!, parsed.GetValue(data)!);
            var wanted = parsed.GetValue(name)!;
            if (!parsed.GetValue(now))
            {
                using var all = await api.GetAsync("/api/drills", cancellationToken);
                var last = all.RootElement.GetProperty("runs").EnumerateArray().FirstOrDefault(r => r.GetProperty("drill").GetString() == wanted);
                if (last.ValueKind == JsonValueKind.Undefined)
                {
                    throw new CliException($"No drill '{wanted}' was run yet; begin one with --now.");
                }

                Console.WriteLine(parsed.GetValue(json) ? last.GetRawText() : Words(last));
                return last.GetProperty("passed").GetBoolean() ? ExitCodes.Done : ExitCodes.NotWell;
            }

            using var content = JsonContent.Create(new { user = parsed.GetValue(user) });
            using var answer = await api.PostAsync($"/api/drills/{Uri.EscapeDataString(wanted)}", content, cancellationToken);
            Console.WriteLine(parsed.GetValue(json) ? answer.RootElement.GetProperty("run").GetRawText() : Terminal.Safe(answer.RootElement.GetProperty("message").GetString()!));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command List()
    {
        var (to, data, json) = (CommonOptions.To(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("list", "Which drills there are, when the next is, and how they went.") { to, data, CommonOptions.SystemsCatalog(), json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = LocalApi.Open(parsed.GetValue(to)!, parsed.GetValue(data)!);
            using var answer = await api.GetAsync("/api/drills", cancellationToken);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(answer.RootElement.GetRawText());
                return ExitCodes.Done;
            }

            foreach (var drill in answer.RootElement.GetProperty("drills").EnumerateArray())
            {
                Console.WriteLine($"{Terminal.Safe(drill.GetProperty("name").GetString()!)}  next {Terminal.Time(drill.GetProperty("next"))}");
            }

            foreach (var run in answer.RootElement.GetProperty("runs").EnumerateArray())
            {
                Console.WriteLine("  " + Words(run));
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static string Words(JsonElement run)
    {
        var problems = string.Join(" ", run.GetProperty("problems").EnumerateArray().Select(p => p.GetString()));
        var state = !run.TryGetProperty("endedAt", out _) ? "under way" : problems.Length == 0 ? "passed" : "FAILED: " + problems;
        return Terminal.Safe($"{run.GetProperty("id").GetString()}  delivered {Seconds(run, "secondsToDelivery")}, acknowledged {Seconds(run, "secondsToAcknowledge")}, decided {Seconds(run, "secondsToDecision")}: {state}");
    }

    private static string Seconds(JsonElement run, string name) =>
        run.TryGetProperty(name, out var value) ? string.Create(CultureInfo.InvariantCulture, $"after {value.GetDouble():0} s") : "-";
}
