using System.Text.Json;

namespace OpsAutomation.Core.Alerts.Sources;

/// <summary>What a body was split into: items, or one problem that makes the whole body unacceptable.</summary>
public sealed record SplitResult
{
    private SplitResult(IReadOnlyList<SplitItem> items, SplitProblem? problem, SourceHandshake? handshake) =>
        (Items, Problem, Handshake) = (items, problem, handshake);

    /// <summary>The single alerts, each id once; empty when there is a problem.</summary>
    public IReadOnlyList<SplitItem> Items { get; }

    /// <summary>Why nothing was accepted, or null.</summary>
    public SplitProblem? Problem { get; }

    /// <summary>The handshake that the body is, or null when it carries alerts. It has one item, so that it is recorded.</summary>
    public SourceHandshake? Handshake { get; }

    /// <summary>A body that was understood well enough.</summary>
    public static SplitResult Of(IReadOnlyList<SplitItem> items, SourceHandshake? handshake = null) => new(items, null, handshake);

    /// <summary>A body that the sender must correct.</summary>
    public static SplitResult Refuse(string field, string message, int status = 400) => new([], new SplitProblem(field, message, status), null);
}

/// <summary>One alert of a body. An unreadable neighbour in a batch is an item too, so that it is recorded and not lost.</summary>
/// <param name="Id">Deterministic and URL-safe: <c>al-</c> and 26 base32 characters. The same content gives the same id.</param>
/// <param name="Body">The alert as its sender would have sent it alone.</param>
/// <param name="Unparseable">Why it can never become an alert, or null.</param>
/// <param name="Repeats">
/// For how long the same content is the same delivery, where its sender says the same again on purpose (<c>repeat_interval</c>):
/// after that it is a repeat, with an id of its own. Null where an event has a name of its own, and the same is always a redelivery.
/// </param>
public sealed record SplitItem(string Id, JsonElement Body, DeadLetter? Unparseable = null, TimeSpan? Repeats = null);

/// <summary>Why a body is refused.</summary>
/// <param name="Field">The field to look at, for example <c>data.essentials</c>.</param>
/// <param name="Message">What is wrong and what is expected.</param>
/// <param name="Status">The HTTP status to answer: 400 or 413.</param>
public sealed record SplitProblem(string Field, string Message, int Status);

/// <summary>
/// A sender's question whether we want its messages. Addresses in it are never fetched here: whoever answers must first have
/// checked the signature, the host and the topic (see <see cref="Aws.SnsEnvelope"/>).
/// </summary>
/// <param name="Kind">What the sender calls it, for example <c>SubscriptionConfirmation</c>.</param>
/// <param name="Topic">Id of the topic that asks.</param>
/// <param name="ValidationCode">The code to answer with where the answer itself is the proof (Event Grid); otherwise null.</param>
public sealed record SourceHandshake(string Kind, string Topic, string? ValidationCode = null);
