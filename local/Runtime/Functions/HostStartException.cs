namespace OpsAutomation.Runtime.Functions;

/// <summary>The app cannot be hosted as it is. Lists every problem that was found, not only the first.</summary>
public sealed class HostStartException : Exception
{
    /// <summary>Makes the exception; the message lists the problems, one a line.</summary>
    /// <param name="problems">What is wrong, each a sentence.</param>
    public HostStartException(IReadOnlyList<string> problems)
        : base($"The app cannot start; {problems.Count} problem{(problems.Count == 1 ? "" : "s")}:"
            + string.Concat(problems.Select(p => $"{Environment.NewLine}- {p}")))
    {
        Problems = problems;
    }

    /// <summary>What is wrong, each a sentence.</summary>
    public IReadOnlyList<string> Problems { get; }
}
