using System.Text.Json;
using System.Text.Json.Nodes;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Audit;

/// <summary>
/// A witness of one day: the heads of all chains that grew since the last one, and the hash of that. It goes where nobody can
/// write twice, so that whoever can rewrite the records cannot rewrite what they were.
/// </summary>
/// <param name="Format">1.</param>
/// <param name="Environment">The environment whose chains these are.</param>
/// <param name="Day">The day (UTC) that it closes; its name.</param>
/// <param name="Number">1 for the first; without gaps, as the days are.</param>
/// <param name="TakenAt">When it was made.</param>
/// <param name="PreviousHash">Hash of the anchor before, or 64 zeros.</param>
/// <param name="Heads">The heads, by the names of their chains.</param>
/// <param name="Hash">SHA-256 over the canonical JSON of the anchor without this field.</param>
public sealed record Anchor(
    int Format, string Environment, DateOnly Day, int Number, DateTimeOffset TakenAt, string PreviousHash, IReadOnlyList<ChainHead> Heads, string Hash)
{
    /// <summary>The format that this program writes.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Makes one, with its hash.</summary>
    public static Anchor Seal(string environment, DateOnly day, int number, DateTimeOffset takenAt, string previousHash, IEnumerable<ChainHead> heads)
    {
        ArgumentNullException.ThrowIfNull(heads);
        var anchor = new Anchor(CurrentFormat, environment, day, number, takenAt, previousHash, [.. heads.OrderBy(h => h.Chain, StringComparer.Ordinal)], string.Empty);
        return anchor with { Hash = AuditChain.HashOf((JsonObject)JsonSerializer.SerializeToNode(anchor, OpsJson.Options)!) };
    }

    /// <summary>Its text, as it is kept.</summary>
    public string Write() => OpsJson.Write(this);

    /// <summary>Reads one, or says why it is none.</summary>
    public static (Anchor? Anchor, string Problem) Read(string text)
    {
        try
        {
            if (AuditChain.Parse(text) is not { } written || OpsJson.Read<Anchor>(text) is not { Heads: not null } anchor)
            {
                return (null, "It is no anchor.");
            }

            return AuditChain.Fits(written, anchor.Hash) ? (anchor, string.Empty) : (null, "Its content does not fit its hash: it was changed after it was written.");
        }
        catch (JsonException)
        {
            return (null, "It cannot be read.");
        }
    }
}
