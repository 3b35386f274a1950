using OpsAutomation.Core.Approvals;

namespace OpsAutomation.Core.ChatOps;

/// <summary>What opening a link gave.</summary>
/// <param name="Claims">What it is for; null when it is not good.</param>
/// <param name="Problem">What is wrong with it; null when nothing is.</param>
/// <param name="Reason">Why, for whoever opened it.</param>
public sealed record ActVerdict(ActClaims? Claims, LinkProblem? Problem, string Reason)
{
    /// <summary>By what it is known when it is taken back; null when it is not good.</summary>
    public LinkMark? Mark { get; init; }
}
