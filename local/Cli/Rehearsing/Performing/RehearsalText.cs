using System.Globalization;
using System.Text;
using OpsAutomation.Cli.Verbs;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Cli.Rehearsing.Performing;

/// <summary>The results in words and as JSON.</summary>
internal static class RehearsalText
{
    /// <summary>A rehearsal that failed, with its journal and how to play it again.</summary>
    public static string Failure(PerformanceResult result)
    {
        var text = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"FAILED {result.Script.Name} under seed {result.Seed}");
        foreach (var failure in result.Failures)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  - {Lines(failure)}");
        }

        foreach (var crash in result.Crashes)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  killed: {crash}");
        }

        if (result.Story.Length > 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"    {Lines(result.Story)}");
        }

        return text.Append(CultureInfo.InvariantCulture, $"  again: ops rehearse {result.Script.File} --seed {result.Seed}").AppendLine().ToString();
    }

    /// <summary>The table at the end.</summary>
    public static string Table(IReadOnlyList<PerformanceResult> results)
    {
        var rows = results.GroupBy(r => r.Script.Name, StringComparer.Ordinal).ToList();
        var width = rows.Max(r => r.Key.Length);
        var text = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"{"rehearsal".PadRight(width)}  seeds  passed  virtual    real");
        foreach (var row in rows)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{row.Key.PadRight(width)}  {row.Count(),5}  {row.Count(r => r.Passed),6}  {Span(row.Max(r => r.VirtualTime)),7}  {row.Max(r => r.WallTime).TotalSeconds,5:0.0}s");
        }

        return text.Append(
            CultureInfo.InvariantCulture,
            $"{rows.Count} rehearsals, {results.Count} plays: {results.Count(r => r.Passed)} passed, {results.Count(r => !r.Passed)} failed; {results.Sum(r => r.Effects)} changes judged by the observer").ToString();
    }

    /// <summary>The results as JSON.</summary>
    public static string Json(IReadOnlyList<PerformanceResult> results) => OpsJson.Write(results.Select(r => new
    {
        rehearsal = r.Script.Name,
        playbook = r.Script.Playbook,
        tests = r.Script.Kind.ToString().ToLowerInvariant(),
        seed = r.Seed,
        passed = r.Passed,
        virtualSeconds = r.VirtualTime.TotalSeconds,
        effects = r.Effects,
        crashes = r.Crashes,
        failures = r.Failures,
    }));

    private static string Lines(string text) => string.Join("\n    ", text.ReplaceLineEndings("\n").Split('\n').Select(Terminal.Safe));

    private static string Span(TimeSpan span) => span.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours}h{span.Minutes:00}m")
        : string.Create(CultureInfo.InvariantCulture, $"{span.Minutes}m{span.Seconds:00}s");
}
