using System.CommandLine;
using System.Text.Json;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops telemetry</c>: which sources speak, and whether alerts get through.</summary>
internal static class TelemetryVerb
{
    /// <summary>Builds the verb.</summary>
    public static Command Create()
    {
        var (to, data, json) = (CommonOptions.To(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("telemetry", "Which sources of alerts speak, and whether alerts get through (1 when one is silent or they do not).")
        {
            to, data, CommonOptions.SystemsCatalog(), json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = LocalApi.Open(parsed.GetValue(to)!, parsed.GetValue(data)!);
            using var answer = await api.GetAsync("/api/telemetry", cancellationToken);
            var root = answer.RootElement;
            if (parsed.GetValue(json))
            {
                Console.WriteLine(root.GetRawText());
            }
            else
            {
                Tell(root);
            }

            var well = !root.GetProperty("synthetic").GetProperty("failing").GetBoolean()
                && root.GetProperty("sources").EnumerateArray().All(s => s.GetProperty("state").GetString() != "silent");
            return well ? ExitCodes.Done : ExitCodes.NotWell;
        });
        return command;
    }

    private static void Tell(JsonElement root)
    {
        var synthetic = root.GetProperty("synthetic");
        if (synthetic.GetProperty("failing").GetBoolean())
        {
            Console.WriteLine($"Alerts do not get through since {Terminal.Time(synthetic.GetProperty("failingSince"))}. {Text(synthetic, "reason")}");
        }

        Console.WriteLine(Text(synthetic.GetProperty("figures"), "statement"));
        foreach (var source in root.GetProperty("sources").EnumerateArray())
        {
            var heard = source.TryGetProperty("lastHeard", out var at) ? $"last heard {Terminal.Time(at)}" : "never heard";
            var expected = source.TryGetProperty("expectSeconds", out var seconds)
                ? FormattableString.Invariant($"  expected every {seconds.GetDouble():0} s{(source.TryGetProperty("rule", out var rule) ? $" ({Terminal.Safe(rule.ToString())})" : string.Empty)}")
                : string.Empty;
            var silent = source.TryGetProperty("silentSince", out var since) ? $"  silent since {Terminal.Time(since)}" : string.Empty;
            Console.WriteLine($"{Text(source, "source"),-20}  {Text(source, "state"),-8}  {heard}{expected}{silent}");
        }
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? Terminal.Safe(value.ToString()) : "-";
}
