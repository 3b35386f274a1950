using OpsAutomation.Core.Calendars;
using OpsAutomation.Core.Calendars.Silencing;
using OpsAutomation.Core.Correlation.Recent;

namespace OpsAutomation.Functions.Triggers;

/// <summary>A request to make a silence, or to see what it would hide.</summary>
/// <param name="Matchers">Conditions that must all hold, such as <c>service = shop-web</c>.</param>
/// <param name="For">How long, such as <c>2h</c>; this or <paramref name="EndsAt"/>.</param>
/// <param name="EndsAt">When it ends, with an offset.</param>
/// <param name="StartsAt">When it begins; now by default.</param>
/// <param name="Reason">Why.</param>
/// <param name="User">The local user, embedded flavor alone.</param>
/// <param name="Id">The id it shall have, so that asking twice makes one.</param>
public sealed record SilenceRequest(IReadOnlyList<string>? Matchers, string? For, string? EndsAt, string? StartsAt, string? Reason, string? User, string? Id)
{
    internal SilenceDraft Draft => new(Matchers, Reason, For, EndsAt, StartsAt, Id);
}

/// <summary>A request to cancel a silence.</summary>
/// <param name="User">The local user, embedded flavor alone.</param>
/// <param name="Reason">Why.</param>
public sealed record CancelRequest(string? User, string? Reason);

/// <summary>Answer of the list.</summary>
/// <param name="Silences">Active, coming, and ended in the last day; by their end.</param>
/// <param name="Active">Windows and silences that hide alerts now.</param>
/// <param name="NextChange">When that may next be otherwise, or null.</param>
public sealed record SilenceList(IReadOnlyList<Silence> Silences, IReadOnlyList<Suppression> Active, DateTimeOffset? NextChange);

/// <summary>Answer to making a silence.</summary>
/// <param name="Created">Whether it was made now.</param>
/// <param name="Message">For the person.</param>
/// <param name="Silence">The silence.</param>
/// <param name="Preview">What it would have hidden in the last 24 hours.</param>
public sealed record SilenceAnswer(bool Created, string Message, Silence Silence, SilencePreview Preview);

/// <summary>Answer to cancelling a silence.</summary>
/// <param name="Cancelled">Whether it was cancelled now.</param>
/// <param name="Message">For the person.</param>
/// <param name="Silence">The silence as it stands.</param>
public sealed record CancelAnswer(bool Cancelled, string Message, Silence Silence);
