using System.Globalization;

namespace OpsAutomation.Core.Permissions.Comparing;

/// <summary>Collects differences of bounds, each with the direction in which it is looser.</summary>
/// <param name="subject">What the bounds are of.</param>
internal sealed class BoundList(string subject)
{
    private readonly List<CatalogChange> _changes = [];

    /// <summary>What was found.</summary>
    public IReadOnlyList<CatalogChange> Changes => _changes;

    /// <summary>A bound of which more allows more.</summary>
    public void More<T>(string name, T before, T after)
        where T : IComparable<T> => Add(name, Text(before), Text(after), after.CompareTo(before));

    /// <summary>A bound of which less allows more.</summary>
    public void Less<T>(string name, T before, T after)
        where T : IComparable<T> => Add(name, Text(before), Text(after), before.CompareTo(after));

    /// <summary>A level, of which a higher one allows more.</summary>
    public void MoreOf(string name, Enum before, Enum after) => Add(name, Word(before), Word(after), after.CompareTo(before));

    /// <summary>A level, of which a lower one allows more.</summary>
    public void LessOf(string name, Enum before, Enum after) => Add(name, Word(before), Word(after), before.CompareTo(after));

    /// <summary>A bound that may be absent, which allows anything; more allows more.</summary>
    public void MoreOrNone<T>(string name, T? before, T? after)
        where T : struct, IComparable<T> =>
        Add(name, Text(before), Text(after), (before, after) switch
        {
            (null, null) => 0,
            (_, null) => 1,
            (null, _) => -1,
            ({ } b, { } a) => a.CompareTo(b),
        });

    /// <summary>A list whose entries allow something.</summary>
    public void Allowing(string name, IEnumerable<string> before, IEnumerable<string> after) => Entries(name, before, after, Widening.Wider, Widening.Narrower);

    /// <summary>A list whose entries forbid something.</summary>
    public void Forbidding(string name, IEnumerable<string> before, IEnumerable<string> after) => Entries(name, before, after, Widening.Narrower, Widening.Wider);

    /// <summary>Something of which nobody can tell whether it is looser; it counts as looser.</summary>
    public void Other(string name, string before, string after) => Add(name, before, after, string.Equals(before, after, StringComparison.Ordinal) ? 0 : 1);

    /// <summary>A difference in words.</summary>
    public void Say(Widening kind, string text) => _changes.Add(new CatalogChange(kind, subject, text));

    private void Entries(string name, IEnumerable<string> before, IEnumerable<string> after, Widening added, Widening removed)
    {
        var (old, now) = (before.ToHashSet(StringComparer.OrdinalIgnoreCase), after.ToHashSet(StringComparer.OrdinalIgnoreCase));
        foreach (var entry in now.Except(old, StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal))
        {
            Say(added, $"{name}: {entry} is new");
        }

        foreach (var entry in old.Except(now, StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal))
        {
            Say(removed, $"{name}: {entry} is gone");
        }
    }

    private void Add(string name, string before, string after, int looser)
    {
        if (looser != 0)
        {
            Say(looser > 0 ? Widening.Wider : Widening.Narrower, $"{name}: {before} is now {after}");
        }
    }

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();

    private static string Text<T>(T value) => value is null ? "none" : string.Create(CultureInfo.InvariantCulture, $"{value}");
}
