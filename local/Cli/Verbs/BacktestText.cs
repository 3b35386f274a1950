using System.Globalization;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Backtests;

namespace OpsAutomation.Cli.Verbs;

/// <summary>The report of <c>ops backtest</c> for a person. Lists are cut; the JSON has them whole.</summary>
internal static class BacktestText
{
    private const int MaxListed = 20;
    private const int MaxLine = 160;

    /// <summary>Prints a report.</summary>
    public static void Print(BacktestReport report, TextWriter output)
    {
        output.WriteLine(report.From is { } from ? $"{report.Events} events, {Time(from)} to {Time(report.To!.Value)}" : "no events");
        Summary(report.Before, output);
        Summary(report.After, output);
        if (report.Difference is { } difference)
        {
            output.WriteLine();
            Difference(difference, output);
        }
    }

    private static void Summary(BacktestSummary? summary, TextWriter output)
    {
        if (summary is not null)
        {
            output.WriteLine($"  {Terminal.Safe(summary.Catalog)}: {summary.Incidents} incidents, {summary.Pages} pages ({Counts(summary.PagesBySeverity)}), {summary.Tickets} tickets, {summary.Records} only recorded");
            output.WriteLine($"    {Counts(summary.Dispositions)}");
        }
    }

    private static void Difference(BacktestDifference difference, TextWriter output)
    {
        if (!difference.Any)
        {
            output.WriteLine("No difference.");
            return;
        }

        output.WriteLine($"{Total("-", difference.PagesRemoved)}, {Total("+", difference.PagesAdded)}");
        Pages("pages removed", difference.PagesRemoved, output);
        Pages("pages added", difference.PagesAdded, output);
        Pages("pages changed", difference.PagesChanged, output);
        Values("severities changed", difference.Severities, output);
        Values("categories changed", difference.Categories, output);
        List("incidents merged", difference.IncidentsMerged, i => [$"{i.IncidentId} gathers {i.Others.Count}: {i.Title}", $"  {string.Join(", ", i.Others)}"], output);
        List("incidents split", difference.IncidentsSplit, i => [$"{i.IncidentId} becomes {i.Others.Count}: {i.Title}", $"  {string.Join(", ", i.Others)}"], output);
        List("dispositions changed", difference.Dispositions, d => [$"{d.Count,5}  {d.Before} -> {d.After}"], output);
        Dead("new dead letters", difference.DeadLettersNew, output);
        Dead("dead letters gone", difference.DeadLettersGone, output);
    }

    // The severities that cannot wait are named: a page too few of those is another thing than one of Sev3.
    private static string Total(string sign, IReadOnlyList<PageDifference> pages)
    {
        var grave = pages.Where(p => p.Severity <= Severity.Sev1).GroupBy(p => p.Severity).OrderBy(g => g.Key).Select(g => $"{sign}{g.Count()} {g.Key}").ToArray();
        return $"{sign}{pages.Count} pages{(grave.Length == 0 ? string.Empty : $" ({string.Join(", ", grave)})")}";
    }

    // Forty machines under one rule are one thing to read.
    private static void Pages(string title, IReadOnlyList<PageDifference> pages, TextWriter output)
    {
        var alike = pages.GroupBy(p => (p.Severity, p.Rule, p.Before, p.After)).Select(g => (First: g.First(), Last: g.Last(), Count: g.Count())).ToArray();
        List(title, pages.Count, alike, g => [When(g.First, g.Last, g.Count), $"  {g.First.Title}", $"  before: {g.First.Before}", $"  after:  {g.First.After}"], output);
    }

    private static string When(PageDifference first, PageDifference last, int count) => count == 1
        ? $"{Time(first.At)}  {first.Severity}  {first.Rule}  {first.AlertId}"
        : $"{Time(first.At)} to {Time(last.At)}  {first.Severity}  {first.Rule}  {count} times, first {first.AlertId}";

    private static void Values(string title, IReadOnlyList<ValueDifference> values, TextWriter output) =>
        List(title, values, v => [$"{Time(v.At)}  {v.Before} -> {v.After}  {v.Rule}{(v.Service is null ? string.Empty : $" ({v.Service})")}  {v.AlertId}"], output);

    private static void Dead(string title, IReadOnlyList<DeadLetterDifference> letters, TextWriter output) =>
        List(title, letters, d => [$"{Time(d.At)}  {d.Source}  {d.Field}  {d.AlertId}", $"  {d.Reason}"], output);

    private static void List<T>(string title, IReadOnlyList<T> items, Func<T, string[]> lines, TextWriter output) => List(title, items.Count, items, lines, output);

    private static void List<T>(string title, int count, IReadOnlyList<T> items, Func<T, string[]> lines, TextWriter output)
    {
        if (count == 0)
        {
            return;
        }

        output.WriteLine($"{title}: {count}");
        foreach (var line in items.Take(MaxListed).SelectMany(lines))
        {
            output.WriteLine($"  {new string(' ', line.Length - line.TrimStart(' ').Length)}{AlertText.Clean(Terminal.Safe(line), MaxLine)}");
        }

        if (items.Count > MaxListed)
        {
            output.WriteLine($"  and {items.Count - MaxListed} more; --json lists all");
        }
    }

    private static string Counts(IReadOnlyDictionary<string, int> counts) =>
        counts.Count == 0 ? "none" : string.Join(", ", counts.Select(c => $"{c.Value} {c.Key}"));

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
