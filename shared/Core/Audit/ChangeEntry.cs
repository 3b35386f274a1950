using System.Text.Json.Nodes;

namespace OpsAutomation.Core.Audit;

/// <summary>A change of what steers us: who changed what, from what to what, and why. A link of the chain <see cref="ChangeLedger.Chain"/>.</summary>
/// <param name="Sequence">1 for the first entry; without gaps.</param>
/// <param name="At">When it was written.</param>
/// <param name="Actor">Who: a person, or <c>deployment</c>, or <c>retention</c>.</param>
/// <param name="Kind">What sort of thing, such as <c>kill-switch</c>.</param>
/// <param name="Subject">Which one of that sort.</param>
/// <param name="Before">How it was; null where it was not.</param>
/// <param name="After">How it is; null where it is no more.</param>
/// <param name="Reason">Why, in the words of who changed it.</param>
/// <param name="PreviousHash">Hash of the entry before, or 64 zeros.</param>
/// <param name="Hash">SHA-256 over the canonical JSON of the entry without this field.</param>
public sealed record ChangeEntry(
    int Sequence, DateTimeOffset At, string Actor, string Kind, string Subject, JsonNode? Before, JsonNode? After, string Reason, string PreviousHash, string Hash);

/// <summary>Sorts of things whose changes are kept.</summary>
public static class ChangeKinds
{
    /// <summary>The kill switch.</summary>
    public const string KillSwitch = "kill-switch";

    /// <summary>A hold on a resource.</summary>
    public const string Hold = "hold";

    /// <summary>A silence.</summary>
    public const string Silence = "silence";

    /// <summary>The catalogue that the program runs with.</summary>
    public const string Catalogue = "catalogue";

    /// <summary>The key that signs links: its id, never the key.</summary>
    public const string SigningKey = "signing-key";

    /// <summary>Links that were taken back.</summary>
    public const string Links = "links";

    /// <summary>Who decides in whose place.</summary>
    public const string Delegation = "delegation";

    /// <summary>How far a playbook may go by itself.</summary>
    public const string Autonomy = "autonomy";

    /// <summary>The journal of an incident that was kept long enough.</summary>
    public const string Purged = "purged";
}
