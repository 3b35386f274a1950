namespace OpsAutomation.Core.Calendars.Silencing;

/// <summary>A silence as somebody asks for it, unchecked.</summary>
/// <param name="Matchers">The conditions; required.</param>
/// <param name="Reason">Why; required.</param>
/// <param name="For">How long, such as <c>2h</c>; this or <paramref name="EndsAt"/>.</param>
/// <param name="EndsAt">When it ends, with an offset; this or <paramref name="For"/>.</param>
/// <param name="StartsAt">When it begins, with an offset; now by default.</param>
/// <param name="Id">The id it shall have, so that asking twice makes one; derived from the request by default.</param>
public sealed record SilenceDraft(
    IReadOnlyList<string>? Matchers, string? Reason, string? For = null, string? EndsAt = null, string? StartsAt = null, string? Id = null);

/// <summary>Something wrong in a draft.</summary>
/// <param name="Field">The field at fault.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
public sealed record SilenceProblem(string Field, string Message);
