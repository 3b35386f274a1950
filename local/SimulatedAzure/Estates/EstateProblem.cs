namespace OpsAutomation.SimulatedAzure.Estates;

/// <summary>One thing wrong in an estate file.</summary>
/// <param name="Code">Stable code of the kind of problem.</param>
/// <param name="File">File name.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Message">What is wrong and what was expected.</param>
public sealed record EstateProblem(string Code, string File, long Line, long Column, string Message)
{
    /// <inheritdoc />
    public override string ToString() => $"{File}:{Line}:{Column}: {Code}: {Message}";
}

/// <summary>An estate file cannot be used. Carries every problem found.</summary>
public sealed class EstateException(IReadOnlyList<EstateProblem> problems)
    : Exception("The estate cannot be used:" + Environment.NewLine + string.Join(Environment.NewLine, problems))
{
    /// <summary>All problems, in the order of the file.</summary>
    public IReadOnlyList<EstateProblem> Problems { get; } = problems;
}
