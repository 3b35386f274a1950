using System.Collections.Immutable;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Correlation.Climates;

/// <summary>What one scope must know of the rest of the tenant when it judges. A value: rules that see it cannot see anything else.</summary>
public sealed class Climate
{
    private readonly ImmutableDictionary<string, ImmutableSortedDictionary<string, ClimateSource>> _sources;

    private Climate(ImmutableDictionary<string, ImmutableSortedDictionary<string, ClimateSource>> sources) => _sources = sources;

    /// <summary>Nothing fires anywhere.</summary>
    public static Climate Empty { get; } = new(ImmutableDictionary.Create<string, ImmutableSortedDictionary<string, ClimateSource>>(StringComparer.Ordinal));

    /// <summary>The alerts that fire as sources of an inhibition and agree in its fields.</summary>
    public IEnumerable<ClimateSource> Sources(string inhibition, string key) =>
        _sources.TryGetValue(ClimateRows.SourcesOf(inhibition, key), out var found) ? found.Values : [];

    /// <summary>The climate with one fact more, changed, or over. Facts of which no rule knows anything change nothing.</summary>
    public Climate With(ClimateFact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        if (!fact.Row.StartsWith(ClimateRows.SourcePrefix, StringComparison.Ordinal))
        {
            return this;
        }

        // source~inhibition~key~fingerprint~scope: everything before the third ~ names the group.
        var end = 0;
        for (var i = 0; i < 3; i++)
        {
            end = fact.Row.IndexOf('~', end) + 1;
        }

        var group = fact.Row[..end];
        var rows = _sources.GetValueOrDefault(group) ?? ImmutableSortedDictionary.Create<string, ClimateSource>(StringComparer.Ordinal);
        rows = fact.Body is { } body ? rows.SetItem(fact.Row, OpsJson.Read<ClimateSource>(body)) : rows.Remove(fact.Row);
        return new Climate(rows.IsEmpty ? _sources.Remove(group) : _sources.SetItem(group, rows));
    }
}
