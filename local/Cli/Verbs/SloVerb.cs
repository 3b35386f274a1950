using System.CommandLine;
using System.Text.Json;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops slo</c>: how much of each error budget is left, and how fast it is spent.</summary>
internal static class SloVerb
{
    /// <summary>Builds the verb.</summary>
    public static Command Create()
    {
        var (to, data, json) = (CommonOptions.To(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("slo", "How much of each error budget is left, and how fast it is spent (1 when one burns, is spent, or is not known).")
        {
            to, data, CommonOptions.SystemsCatalog(), json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = LocalApi.Open(parsed.GetValue(to)!, parsed.GetValue(data)!);
            using var answer = await api.GetAsync("/api/slos", cancellationToken);
            var lines = answer.RootElement.GetProperty("slos").EnumerateArray().ToList();
            if (parsed.GetValue(json))
            {
                Console.WriteLine(answer.RootElement.GetRawText());
            }
            else
            {
                lines.ForEach(Tell);
            }

            return lines.TrueForAll(l => l.GetProperty("state").GetString() == "met") ? ExitCodes.Done : ExitCodes.NotWell;
        });
        return command;
    }

    private static void Tell(JsonElement line)
    {
        Console.WriteLine($"{Text(line, "name"),-32}  {Text(line, "state"),-8}  {Share(line, "objective")} over {Text(line, "window")}; attained {Share(line, "attained")}, budget left {Share(line, "budgetRemaining")}");
        if (line.TryGetProperty("goneInSeconds", out var gone))
        {
            Console.WriteLine($"    At the rate of the last hour the budget is gone in {Terminal.Safe(TimeSpan.FromSeconds(Math.Round(gone.GetDouble())).ToString())}.");
        }

        foreach (var problem in new[] { "failure", "frozenSince" }.Where(p => line.TryGetProperty(p, out _)))
        {
            Console.WriteLine(problem == "failure" ? $"    Its source does not answer: {Text(line, problem)}" : $"    Risky automation asks a person first since {Terminal.Time(line.GetProperty(problem))}.");
        }

        foreach (var rule in line.GetProperty("rules").EnumerateArray().Where(r => r.GetProperty("state").GetString() == "burning"))
        {
            Console.WriteLine($"    {Text(rule, "severity")}: {Text(rule, "reason")}");
        }
    }

    private static string Share(JsonElement line, string name) =>
        line.TryGetProperty(name, out var share) ? FormattableString.Invariant($"{share.GetDouble() * 100:0.####} %") : "not known";

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? Terminal.Safe(value.ToString()) : "-";
}
