using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Correlation.Search;
using OpsAutomation.Pages.Rendering;
using OpsAutomation.Pages.Words;

namespace OpsAutomation.Pages.AlertList;

/// <summary>Alerts that fit a search, with what became of each.</summary>
/// <param name="Context">What every page knows.</param>
/// <param name="Asked">The fields of the form as they were asked for, by name.</param>
/// <param name="Problems">What is wrong with them; then there is no result.</param>
/// <param name="Query">The search, or null.</param>
/// <param name="Found">What this page of it found, or null.</param>
/// <param name="Counts">How many there are of each disposition in the whole stretch of time, or null.</param>
public sealed record AlertsPageModel(
    PageContext Context,
    IReadOnlyDictionary<string, string> Asked,
    IReadOnlyList<QueryProblem> Problems,
    AlertQuery? Query,
    AlertsFound? Found,
    DispositionCounts? Counts)
{
    /// <summary>What was asked for, as the form shows it.</summary>
    public string Value(string field) => Asked.GetValueOrDefault(field) ?? string.Empty;

    /// <summary>A moment as a field for date and time wants it: without an offset, which is UTC.</summary>
    public string Moment(string field) =>
        Value(field) is { Length: >= 16 } text && text.EndsWith('Z') ? text[..16] : Value(field);

    /// <summary>Whether a less usual field is used, so that the form shows them all.</summary>
    public bool UsesMore => new[] { "rule", "resource", "fingerprint", "source", "incident", "from", "to" }.Any(f => Value(f).Length > 0);

    /// <summary>The stretch of time in words.</summary>
    public string Range => Query is not { } query
        ? string.Empty
        : Value("from").Length == 0 && Value("to").Length == 0
            ? "Last 24 hours"
            : $"From {ReadersWords.Exact(query.From)} to {ReadersWords.Exact(query.To > Context.Now ? Context.Now : query.To)}";

    /// <summary>The kinds that occur, in the order of the table of dispositions.</summary>
    public IEnumerable<KeyValuePair<DispositionKind, int>> Kinds => Counts?.ByKind.OrderBy(c => c.Key) ?? Enumerable.Empty<KeyValuePair<DispositionKind, int>>();

    /// <summary>The address of the search with another disposition, from the newest on.</summary>
    public string Only(DispositionKind kind) => $"{OpsPaths.Alerts}?{AlertQueryReader.QueryString(Query! with { Disposition = kind }, null)}";

    /// <summary>The address of the next page, or null at the end.</summary>
    public string? Older => Found?.Next is { } next ? $"{OpsPaths.Alerts}?{AlertQueryReader.QueryString(Query!, next)}" : null;

    /// <summary>The address of the first page of the same search.</summary>
    public string Newest => $"{OpsPaths.Alerts}?{AlertQueryReader.QueryString(Query!, null)}";
}
