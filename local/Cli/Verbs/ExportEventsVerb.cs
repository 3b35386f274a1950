using System.CommandLine;
using System.Globalization;
using OpsAutomation.Core.Backtests;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops export-events</c>: writes what a running system received into an events file, for <c>ops backtest</c>.</summary>
internal static class ExportEventsVerb
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>Builds the verb.</summary>
    public static Command Create()
    {
        var since = new Option<string>("--since") { Description = "How far back, such as 6h or 7d; at most 30d.", DefaultValueFactory = _ => "24h" };
        var file = new Option<FileInfo>("--out") { Description = "The file to write; one that exists is replaced when all is there.", Required = true };
        var (to, data, json) = (CommonOptions.To(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("export-events", "Write the events that a running system received, redacted as it keeps them, into a file.") { since, file, to, data, CommonOptions.SystemsCatalog(), json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var span = DurationText.Parse(parsed.GetValue(since)) is { } given && given <= Longest
                ? given
                : throw new CliException("--since must be a duration such as 6h or 7d, at most 30d.", ExitCodes.Usage);
            using var api = LocalApi.Open(parsed.GetValue(to)!, parsed.GetValue(data)!);
            var events = await ReadAsync(api, span, cancellationToken);
            var target = parsed.GetValue(file)!.FullName;
            await WriteAsync(target, events, cancellationToken);
            Console.WriteLine(parsed.GetValue(json)
                ? OpsJson.Write(new ExportedEvents(target, events.Count))
                : $"{events.Count} events written to {target}. They hold what senders wrote, without secrets: keep the file as you keep logs.");
            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<IReadOnlyList<BacktestEvent>> ReadAsync(LocalApi api, TimeSpan span, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        var path = string.Create(CultureInfo.InvariantCulture, $"/api/intake/export?from={now - span:yyyy-MM-ddTHH:mm:ss'Z'}&to={now.AddMinutes(1):yyyy-MM-ddTHH:mm:ss'Z'}");
        var events = new List<BacktestEvent>();
        string? next = null;
        do
        {
            using var page = await api.GetAsync(next is null ? path : $"{path}&after={Uri.EscapeDataString(next)}", cancellationToken);
            events.AddRange(page.RootElement.GetProperty("events").EnumerateArray().Select(e => OpsJson.Read<BacktestEvent>(e.GetRawText())));
            if (events.Count > EventsFile.MaxEvents)
            {
                throw new CliException($"There are more than {EventsFile.MaxEvents} events; export less with --since.");
            }

            next = page.RootElement.TryGetProperty("next", out var more) ? more.GetString() : null;
        }
        while (next is not null);
        return [.. events.OrderBy(e => e.ReceivedAt).ThenBy(e => e.Id, StringComparer.Ordinal)];
    }

    // Beside it first: a file that is half written would look like a quiet day.
    private static async Task WriteAsync(string target, IReadOnlyList<BacktestEvent> events, CancellationToken cancellationToken)
    {
        var draft = target + ".part";
        await File.WriteAllLinesAsync(draft, events.Select(EventsFile.Write), cancellationToken);
        File.Move(draft, target, overwrite: true);
    }

    private sealed record ExportedEvents(string File, int Events);
}
