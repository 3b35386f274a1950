using OpsAutomation.Core.Correlation.Recent;

namespace OpsAutomation.Functions.Activities;

/// <summary>What a person wants done about an incident.</summary>
/// <param name="Act">One of <c>Acts</c>.</param>
/// <param name="IncidentId">The incident.</param>
/// <param name="User">Who, as identified.</param>
/// <param name="Reason">Why; needed for everything but an acknowledgement.</param>
/// <param name="For">For how long, such as <c>2h</c>.</param>
/// <param name="Until">Until when, with an offset, instead.</param>
/// <param name="Playbook">Which playbook.</param>
/// <param name="Everything">Whether all automation is meant, not this incident's alone.</param>
/// <param name="Via">By which way it was asked: link or api.</param>
/// <param name="Occasion">What the link belongs to, or null; once by each.</param>
public sealed record ActOrder(
    string Act, string IncidentId, string User, string? Reason, string? For, string? Until, string? Playbook, bool Everything, string Via, string? Occasion);

/// <summary>How it ended.</summary>
public enum ActOutcome
{
    /// <summary>Done now.</summary>
    Done,

    /// <summary>It was so before.</summary>
    Before,

    /// <summary>Something is wrong with the request.</summary>
    Invalid,

    /// <summary>It cannot be done for this incident as it stands.</summary>
    Refused,

    /// <summary>There is no such incident.</summary>
    Missing,
}

/// <summary>What came of it.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Message">For the person.</param>
/// <param name="Field">The field at fault, or null.</param>
public sealed record ActResult(ActOutcome Outcome, string Message, string? Field = null)
{
    /// <summary>For a silence: what it would have hidden in the last day.</summary>
    public SilencePreview? Preview { get; init; }
}
