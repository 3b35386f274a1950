using System.CommandLine;
using OpsAutomation.Core.Backtests;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Records;
using OpsAutomation.Integrations.Arm.Actions;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops backtest</c>: runs stored events through a catalogue, and tells what another one makes differently of them.</summary>
internal static class BacktestVerb
{
    /// <summary>Builds the verb.</summary>
    public static Command Create()
    {
        var events = new Option<FileInfo>("--events") { Description = "An events file, as 'ops export-events' writes it.", Required = true };
        var against = new Option<DirectoryInfo?>("--against") { Description = "Folder of the catalogue to compare with: what is in force now." };
        var failOn = new Option<string>("--fail-on") { Description = $"Answer 1 when it happens: {string.Join(", ", FailOn.All)}.", DefaultValueFactory = _ => FailOn.Nothing };
        failOn.AcceptOnlyFromAmong([.. FailOn.All]);
        var (catalog, json) = (CommonOptions.Catalog(), CommonOptions.Json());
        catalog.Description = "Folder of the catalogue to try; the one that was built in by default.";
        var command = new Command("backtest", "Run stored events through a catalogue, offline, and list what it makes differently than another.") { events, catalog, against, failOn, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(failOn) != FailOn.Nothing && parsed.GetValue(against) is null)
            {
                throw new CliException("--fail-on needs --against: there is nothing to compare with otherwise.", ExitCodes.Usage);
            }

            var (tried, compared) = (Load(parsed.GetValue(catalog)!), parsed.GetValue(against) is { } other ? Load(other) : null);
            var list = Read(parsed.GetValue(events)!);
            var after = await Backtest.RunAsync(tried, list, cancellationToken);
            var before = compared is null ? null : await Backtest.RunAsync(compared, list, cancellationToken);
            var report = new BacktestReport(
                list.Count,
                list.Count == 0 ? null : list[0].ReceivedAt,
                list.Count == 0 ? null : list[^1].ReceivedAt,
                before is null ? null : BacktestSummary.Of(parsed.GetValue(against)!.ToString(), before),
                BacktestSummary.Of(parsed.GetValue(catalog)!.ToString(), after),
                before is null ? null : BacktestComparison.Of(before, after));
            if (parsed.GetValue(json))
            {
                Console.WriteLine(OpsJson.Write(report));
            }
            else
            {
                BacktestText.Print(report, Console.Out);
            }

            return report.Fails(parsed.GetValue(failOn)!) ? ExitCodes.NotWell : ExitCodes.Done;
        });
        return command;
    }

    private static OpsCatalog Load(DirectoryInfo directory)
    {
        var (catalog, diagnostics) = CatalogLoader.Load(directory.FullName, AzureActions.Descriptions);
        return catalog ?? throw new CliException(string.Join(Environment.NewLine, diagnostics));
    }

    private static IReadOnlyList<BacktestEvent> Read(FileInfo file)
    {
        try
        {
            var (events, problems) = EventsFile.Read(File.ReadLines(file.FullName));
            return problems.Count == 0
                ? events
                : throw new CliException(string.Join(Environment.NewLine, problems.Select(p => Terminal.Safe($"{file}: {p}"))), ExitCodes.Usage);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"'{file}' cannot be read: {e.Message}", ExitCodes.Usage);
        }
    }
}
