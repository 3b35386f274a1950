namespace OpsAutomation.Core.Services;

/// <summary>
/// An ARM id or an ARN, or one with <c>*</c> for any characters inside a segment (in an ARN a segment ends at a slash only). It covers what it names and everything below:
/// a resource group's id covers its resources, a scale set's id covers its instances. Case does not matter.
/// </summary>
public sealed record ResourcePattern
{
    private readonly string[] _segments;

    /// <summary>Makes a pattern; see <see cref="Check"/> for what is allowed.</summary>
    public ResourcePattern(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = text.ToLowerInvariant().TrimEnd('/');
        _segments = Text.Split('/', StringSplitOptions.RemoveEmptyEntries);
        Literals = Text.Count(c => c != '*');
    }

    /// <summary>The pattern in lower case.</summary>
    public string Text { get; }

    /// <summary>Number of characters that are no wildcard; more are more specific.</summary>
    public int Literals { get; }

    /// <summary>Whether it stands for more than what it names.</summary>
    public bool IsWild => Literals < Text.Length;

    /// <summary>What is wrong with a text as a pattern, or null.</summary>
    public static string? Check(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isArn = text.StartsWith("arn:", StringComparison.OrdinalIgnoreCase);
        var isGraph = text.StartsWith(GraphId.Prefix + "users/", StringComparison.OrdinalIgnoreCase) || text.StartsWith(GraphId.Prefix + "applications/", StringComparison.OrdinalIgnoreCase);
        if ((!isArn && !isGraph && !text.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase)) || text.Length > 1024)
        {
            return "must be an ARM id that starts with /subscriptions/, an ARN that starts with arn:, or /providers/Microsoft.Graph/users/ID or /applications/ID";
        }

        // arn:partition:service:region:account:resource; a shorter pattern would claim whole accounts by a slip.
        if (isArn && text.Split(':').Length < 6)
        {
            return "must have the six parts of an ARN: arn:partition:service:region:account:resource";
        }

        return text.TrimEnd('/').Contains("//", StringComparison.Ordinal) || text.Any(char.IsWhiteSpace) ? "must not have empty segments or spaces" : null;
    }

    /// <summary>Whether an ARM id or an ARN is covered.</summary>
    public bool Covers(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        var segments = id.ToLowerInvariant().Split('/', StringSplitOptions.RemoveEmptyEntries);
        return segments.Length >= _segments.Length && _segments.Zip(segments).All(pair => Fits(pair.First, pair.Second));
    }

    /// <summary>
    /// Whether a change of the resource touches what is named here: it is covered, or it contains what is named, as a site contains
    /// its slots. For what is to be kept from harm; what is to be allowed asks <see cref="Covers"/>.
    /// </summary>
    public bool Touches(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.ToLowerInvariant().Split('/', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } segments
            && _segments.Zip(segments).All(pair => Fits(pair.First, pair.Second));
    }

    /// <inheritdoc />
    public bool Equals(ResourcePattern? other) => other is not null && Text == other.Text;

    /// <inheritdoc />
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

    // Greedy with one point of return: linear for the few stars of a pattern.
    private static bool Fits(string pattern, string text)
    {
        int p = 0, t = 0, star = -1, mark = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, mark) = (p++, t);
            }
            else if (p < pattern.Length && pattern[p] == text[t])
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++mark;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).Trim('*').IsEmpty;
    }
}
