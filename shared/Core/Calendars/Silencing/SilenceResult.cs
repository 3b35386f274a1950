namespace OpsAutomation.Core.Calendars.Silencing;

/// <summary>What became of a request.</summary>
public enum SilenceOutcome
{
    /// <summary>Done now.</summary>
    Done,

    /// <summary>It was so before: the same silence exists, or it had ended or was cancelled.</summary>
    Before,

    /// <summary>Something is wrong with the request.</summary>
    Invalid,

    /// <summary>Another silence has the id.</summary>
    Taken,

    /// <summary>There are too many silences.</summary>
    TooMany,

    /// <summary>No silence has the id.</summary>
    Unknown,
}

/// <summary>What became of a request, with the silence where there is one.</summary>
/// <param name="Outcome">What.</param>
/// <param name="Reason">In a sentence.</param>
/// <param name="Silence">The silence as it stands, or null.</param>
/// <param name="Problems">Everything that is wrong, when invalid.</param>
public sealed record SilenceResult(SilenceOutcome Outcome, string Reason, Silence? Silence = null, IReadOnlyList<SilenceProblem>? Problems = null);
