namespace OpsAutomation.Core.Correlation.Search;

/// <summary>What is wrong with one field of a search.</summary>
/// <param name="Field">The field.</param>
/// <param name="Message">What is wrong and what would be right, in a sentence.</param>
public sealed record QueryProblem(string Field, string Message);
