using System.Text.Json.Serialization;

namespace OpsAutomation.Core.EarnedAutonomy;

/// <summary>Whether people wanted what automation wanted.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Agreement>))]
public enum Agreement
{
    /// <summary>Nobody was asked, nobody answered, or what they did cannot be told.</summary>
    None,

    /// <summary>They approved the plan; or, where automation only watched, did the same by hand.</summary>
    Agreed,

    /// <summary>They rejected it; or, where automation only watched, did something else or nothing.</summary>
    Disagreed,
}

/// <summary>Whether what was done helped.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunOutcome>))]
public enum RunOutcome
{
    /// <summary>Nothing was done.</summary>
    None,

    /// <summary>Done, and verified.</summary>
    Good,

    /// <summary>Done and failed, not verified, unknown, or taken back. Unknown is never success.</summary>
    Bad,
}

/// <summary>What one run says about its playbook.</summary>
/// <param name="IncidentId">The incident; a run is counted once.</param>
/// <param name="Agreement">Whether people wanted it.</param>
/// <param name="Outcome">Whether it helped.</param>
/// <param name="At">When it was judged.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record RunVerdict(string IncidentId, Agreement Agreement, RunOutcome Outcome, DateTimeOffset At, string Reason)
{
    /// <summary>What counting it changed, in a sentence for people; null when nothing but numbers.</summary>
    public string? Effect { get; init; }
}
