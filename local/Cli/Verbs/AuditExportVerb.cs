using System.CommandLine;
using System.Globalization;
using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops audit export</c> and <c>ops audit check</c>: the record of some days as a file, and whether such a file holds.</summary>
internal static class AuditExportVerb
{
    /// <summary>Builds <c>export</c>.</summary>
    public static Command Export()
    {
        var from = new Option<string>("--from") { Description = "The first day (UTC), such as 2026-11-01.", Required = true };
        var until = new Option<string>("--until") { Description = "The last day; the first one when left out." };
        var file = new Option<FileInfo>("--out") { Description = "The file to write; it must not exist.", Required = true };
        var (to, data, json) = (CommonOptions.To(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("export", "Write every chain that grew in some days, and the anchors of those, as JSON lines that prove themselves.") { from, until, file, to, data, CommonOptions.SystemsCatalog(), json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var first = Day("--from", parsed.GetValue(from)!);
            var last = parsed.GetValue(until) is { } given ? Day("--until", given) : first;
            var target = parsed.GetValue(file)!;
            if (target.Exists)
            {
                throw new CliException($"{target.FullName} is there already.", ExitCodes.Usage);
            }

            using var api = LocalApi.Open(parsed.GetValue(to)!, parsed.GetValue(data)!);
            var text = await api.GetTextAsync(string.Create(CultureInfo.InvariantCulture, $"/api/audit/export?from={first:yyyy-MM-dd}&to={last:yyyy-MM-dd}"), cancellationToken);
            var report = AuditFile.Check(Lines(text));
            await File.WriteAllTextAsync(target.FullName, text, cancellationToken);
            return Tell(report, target.FullName, parsed.GetValue(json));
        });
        return command;
    }

    /// <summary>Builds <c>check</c>.</summary>
    public static Command Check()
    {
        var file = new Argument<FileInfo>("file") { Description = "A file of 'ops audit export'." };
        var json = CommonOptions.Json();
        var command = new Command("check", "Check an exported file by itself; no system is asked.") { file, json };
        command.SetAction(parsed =>
        {
            var source = parsed.GetValue(file)!;
            return source.Exists
                ? Tell(AuditFile.Check(File.ReadLines(source.FullName)), source.FullName, parsed.GetValue(json))
                : throw new CliException($"There is no file {source.FullName}.", ExitCodes.Usage);
        });
        return command;
    }

    private static string[] Lines(string text) => text.TrimEnd('\n').Split('\n');

    private static int Tell(AuditFileReport report, string path, bool json)
    {
        if (json)
        {
            Console.WriteLine(OpsJson.Write(report));
            return report.Whole ? ExitCodes.Done : ExitCodes.NotWell;
        }

        foreach (var problem in report.Problems)
        {
            Console.WriteLine(Terminal.Safe(problem));
        }

        Console.WriteLine(
            $"{path}: {report.Chains} chain(s), {report.Entries} entries, {report.Anchors} anchor(s): {(report.Whole ? "everything holds" : "NOT as it was written (docs/audit.md says what that means)")}");
        return report.Whole ? ExitCodes.Done : ExitCodes.NotWell;
    }

    private static DateOnly Day(string option, string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? day
        : throw new CliException($"{option} must be a day such as 2026-11-24.", ExitCodes.Usage);
}
