namespace OpsAutomation.Unit.WorkerApi;

/// <summary>
/// Compares what an assembly offers with what is published. It may lack types and members. It may not have one that is
/// not published, nor one that differs, nor only some overloads of a name.
/// </summary>
internal static class ApiComparison
{
    public static IReadOnlyList<string> Differences(IEnumerable<string> published, IEnumerable<string> offered)
    {
        var reference = published.ToHashSet(StringComparer.Ordinal);
        var referenceNames = reference.ToLookup(Key, StringComparer.Ordinal);

        // Listings leave implicit constructors out, and compiled code does not tell them from written ones.
        var ours = offered
            .Where(line => !IsEmptyConstructor(line) || reference.Contains(line))
            .ToHashSet(StringComparer.Ordinal);

        List<string> differences = [];
        foreach (var line in ours.Where(line => !reference.Contains(line)))
        {
            var near = referenceNames[Key(line)].ToList();
            differences.Add(near.Count == 0
                ? $"not published: {line}"
                : $"differs: {line}{string.Concat(near.Select(n => $"\n    published: {n}"))}");
        }

        foreach (var name in ours.Select(Key).Distinct(StringComparer.Ordinal))
        {
            differences.AddRange(referenceNames[name].Where(line => !ours.Contains(line)).Select(line => $"overload lacking: {line}"));
        }

        return differences;
    }

    /// <summary>Namespace, type and bare member name; what has to be complete once it is begun.</summary>
    internal static string Key(string line)
    {
        var parts = line.Split(" | ", 3);
        var signature = parts[2];
        var place = $"{parts[0]} | {parts[1]} | ";
        if (signature.StartsWith("type ", StringComparison.Ordinal))
        {
            return place + "type";
        }

        if (signature.Contains("implicit operator ", StringComparison.Ordinal))
        {
            return place + "implicit operator";
        }

        var end = signature.IndexOfAny(['(', '{', '=']);
        var head = (end < 0 ? signature : signature[..end]).TrimEnd();
        if (head.EndsWith('>'))
        {
            head = head[..OpeningOf(head)];
        }

        var indexer = head.Contains(" this[", StringComparison.Ordinal);
        return place + (indexer ? "this[]" : head[(head.LastIndexOf(' ') + 1)..]);
    }

    private static bool IsEmptyConstructor(string line)
    {
        var parts = line.Split(" | ", 3);
        return parts[2].EndsWith($" {parts[1].Split('<')[0]}()", StringComparison.Ordinal);
    }

    /// <summary>Where the last pair of angle brackets opens.</summary>
    private static int OpeningOf(string text)
    {
        var depth = 0;
        for (var i = text.Length - 1; i >= 0; i--)
        {
            depth += text[i] switch { '>' => 1, '<' => -1, _ => 0 };
            if (depth == 0)
            {
                return i;
            }
        }

        return text.Length;
    }
}
