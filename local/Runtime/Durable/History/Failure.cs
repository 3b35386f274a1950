using Microsoft.DurableTask;

namespace OpsAutomation.Runtime.Durable.History;

/// <summary>Why something failed, in the form that is stored.</summary>
/// <param name="ErrorType">The exception's full type name.</param>
/// <param name="ErrorMessage">Its message.</param>
/// <param name="StackTrace">Where it was thrown; null when unknown.</param>
/// <param name="Inner">What caused it.</param>
/// <param name="NonRetriable">No retry policy may try again, because trying again cannot help.</param>
public sealed record Failure(string ErrorType, string ErrorMessage, string? StackTrace = null, Failure? Inner = null, bool NonRetriable = false)
{
    /// <summary>Takes the failure out of an exception.</summary>
    /// <param name="exception">The exception.</param>
    public static Failure From(Exception exception) => From(TaskFailureDetails.FromException(exception));

    /// <summary>The same failure as Durable Task shows it.</summary>
    public TaskFailureDetails ToDetails() => new(ErrorType, ErrorMessage, StackTrace, Inner?.ToDetails(), Properties: null);

    private static Failure From(TaskFailureDetails details) =>
        new(details.ErrorType, details.ErrorMessage, details.StackTrace, details.InnerFailure is { } inner ? From(inner) : null);
}
