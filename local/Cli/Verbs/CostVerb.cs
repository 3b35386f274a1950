using System.CommandLine;
using System.Text.Json;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops cost</c>: what is spent, what is odd about it, and what the month will come to.</summary>
internal static class CostVerb
{
    private const int Newest = 10;

    /// <summary>Builds the verb.</summary>
    public static Command Create()
    {
        var (to, data, json) = (CommonOptions.To(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("cost", "What is spent, what is odd about it and why, and the month's forecast (1 when an anomaly lasts or a budget will not do).")
        {
            to, data, CommonOptions.SystemsCatalog(), json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = LocalApi.Open(parsed.GetValue(to)!, parsed.GetValue(data)!);
            using var answer = await api.GetAsync("/api/cost", cancellationToken);
            var root = answer.RootElement;
            if (parsed.GetValue(json))
            {
                Console.WriteLine(root.GetRawText());
            }
            else
            {
                Tell(root);
            }

            return root.GetProperty("scopes").EnumerateArray().All(IsWell) ? ExitCodes.Done : ExitCodes.NotWell;
        });
        return command;
    }

    private static bool IsWell(JsonElement scope) =>
        scope.GetProperty("anomalies").EnumerateArray().All(a => a.TryGetProperty("endedOn", out _) || Text(a, "kind") is "Shift" or "Ramp")
        && !(scope.TryGetProperty("forecast", out var forecast) && Text(forecast, "standing") == "Over");

    private static void Tell(JsonElement root)
    {
        if (root.GetProperty("scopes").GetArrayLength() == 0)
        {
            Console.WriteLine("No scope is watched: name one in cost.yaml.");
        }

        foreach (var scope in root.GetProperty("scopes").EnumerateArray())
        {
            var currency = Text(scope, "currency");
            Console.WriteLine(Text(scope, "scope"));
            if (scope.TryGetProperty("forecast", out var f))
            {
                var budget = f.TryGetProperty("budget", out var b) ? $", budget {b} ({Text(f, "standing")})" : string.Empty;
                Console.WriteLine($"  {Text(f, "month")}: {Text(f, "soFar")} so far, {Text(f, "expected")} expected ({Text(f, "low")} to {Text(f, "high")}) {currency}{budget}");
            }

            foreach (var anomaly in scope.GetProperty("anomalies").EnumerateArray().Take(Newest))
            {
                Console.WriteLine($"  {Text(anomaly, "start")}  {Text(anomaly, "kind"),-9}  {Text(anomaly, "atStake"),10} {currency}  {Text(anomaly, "series")}: {Text(anomaly, "reason")}");
                foreach (var cause in anomaly.GetProperty("causes").EnumerateArray().Take(3))
                {
                    Console.WriteLine(FormattableString.Invariant($"      {cause.GetProperty("share").GetDouble():0 %} by {Text(cause, "dimension")} {Text(cause, "value")}"));
                }
            }

            foreach (var table in scope.GetProperty("showback").EnumerateArray())
            {
                var lines = table.GetProperty("lines").EnumerateArray().Select(l => $"{(l.GetProperty("untagged").GetBoolean() ? "(untagged)" : Text(l, "value"))} {Text(l, "amount")}");
                Console.WriteLine($"  {Text(table, "dimension")}: {string.Join(", ", lines)} {Text(table, "currency")}");
            }
        }

        foreach (var reading in root.GetProperty("readings").EnumerateArray().Where(r => r.TryGetProperty("problem", out _)))
        {
            Console.WriteLine($"  not read whole: {Text(reading, "dimension")} of {Text(reading, "scope")}: {Text(reading, "problem")}");
        }
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? Terminal.Safe(value.ToString()) : "-";
}
