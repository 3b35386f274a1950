using System.Text;
using System.Text.Json;
using OpsAutomation.Core.Alerts.Intake;

namespace OpsAutomation.Core.Alerts.Sources.EventGrid;

/// <summary>
/// What Event Grid delivers straight to us becomes items of the intake ledger, whichever schema its subscription was made with.
/// Event Grid cannot be told to mend an event, so what cannot be read is an item with its reason and never an error: an error
/// would have the whole batch delivered again for a day.
/// </summary>
public static class NativeEvents
{
    private const string OwnTypes = "OpsAutomation.";

    /// <summary>Splits a delivery. Events of our own types go to the source that knows them, all others to <c>event-grid</c>.</summary>
    /// <param name="events">Each event as JSON text.</param>
    /// <param name="sources">The senders that we understand.</param>
    public static IReadOnlyList<SourceItems> Split(IEnumerable<string> events, AlertSources sources)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(sources);
        return [.. events
            .SelectMany(e => Items(e, sources))
            .GroupBy(i => i.Source, StringComparer.Ordinal)
            .Select(g => new SourceItems(g.Key, [.. g.Select(i => i.Item).DistinctBy(i => i.Id, StringComparer.Ordinal)]))];
    }

    private static IEnumerable<(string Source, SplitItem Item)> Items(string text, AlertSources sources)
    {
        IAlertSource source = new EventGridSource();
        var reading = IntakeReader.Parse(Encoding.UTF8.GetBytes(text));
        if (reading.Problem is { } unreadable)
        {
            var shown = JsonSerializer.SerializeToElement(AlertText.Clean(text, 4096));
            return [(source.Name, AlertSplit.Unparseable(source.Name, shown, string.Empty, new SplitProblem(unreadable.Field, unreadable.Message, 400)))];
        }

        if (GridEvent.Read(reading.Body)?.Type.StartsWith(OwnTypes, StringComparison.Ordinal) == true)
        {
            source = sources.Recognising(reading.Body) ?? source;
        }

        var split = sources.Split(source, reading.Body);
        return split.Problem is { } problem
            ? [(source.Name, AlertSplit.Unparseable(source.Name, reading.Body, string.Empty, problem))]
            : split.Items.Select(i => (source.Name, i));
    }
}

/// <summary>Items of one source.</summary>
/// <param name="Source">The source's name.</param>
/// <param name="Items">Its items, each id once.</param>
public sealed record SourceItems(string Source, IReadOnlyList<SplitItem> Items);
