namespace Microsoft.DurableTask;

/// <summary>How a task failed, in a form that survives the history.</summary>
/// <param name="ErrorType">The exception type's full name.</param>
/// <param name="ErrorMessage">Its message.</param>
/// <param name="StackTrace">Where it was thrown, when known.</param>
/// <param name="InnerFailure">What caused it.</param>
/// <param name="Properties">More about it, when a provider gave any.</param>
public record TaskFailureDetails(
    string ErrorType,
    string ErrorMessage,
    string? StackTrace,
    TaskFailureDetails? InnerFailure,
    IDictionary<string, object?>? Properties)
{
    /// <summary>Whether the error is of this type or derived from it.</summary>
    public bool IsCausedBy<T>()
        where T : Exception => IsCausedBy(typeof(T));

    /// <summary>
    /// Whether the error is of this type or derived from it. The error's type is loaded by its name: a type that no
    /// loaded assembly has is caused by nothing.
    /// </summary>
    public bool IsCausedBy(Type targetBaseExceptionType)
    {
        ArgumentNullException.ThrowIfNull(targetBaseExceptionType);
        if (!typeof(Exception).IsAssignableFrom(targetBaseExceptionType))
        {
            throw new ArgumentException(
                $"The type {targetBaseExceptionType} is not an exception.", nameof(targetBaseExceptionType));
        }

        if (string.IsNullOrEmpty(ErrorType))
        {
            return false;
        }

        return Type.GetType(ErrorType, throwOnError: false) is { } known
            ? targetBaseExceptionType.IsAssignableFrom(known)
            : AppDomain.CurrentDomain.GetAssemblies()
                .Select(a => a.GetType(ErrorType, throwOnError: false))
                .Any(t => t is not null && targetBaseExceptionType.IsAssignableFrom(t));
    }

    /// <summary>The details of an exception and of all its inner ones.</summary>
    public static TaskFailureDetails FromException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var inner = exception switch
        {
            { InnerException: { } e } => FromException(e),
            TaskFailedException failed => failed.FailureDetails,
            _ => null,
        };
        return new TaskFailureDetails(exception.GetType().ToString(), exception.Message, exception.StackTrace, inner, null);
    }

    /// <summary>Type and message.</summary>
    public override string ToString() => $"{ErrorType}: {ErrorMessage}";
}

/// <summary>An activity or sub-orchestration failed; thrown where its result is awaited.</summary>
public sealed class TaskFailedException : Exception
{
    /// <summary>From the exception itself.</summary>
    public TaskFailedException(string taskName, int taskId, Exception innerException)
        : base(Text(taskName, taskId, innerException?.Message), innerException)
    {
        ArgumentNullException.ThrowIfNull(innerException);
        TaskName = taskName;
        TaskId = taskId;
        FailureDetails = TaskFailureDetails.FromException(innerException);
    }

    /// <summary>From the details in the history.</summary>
    public TaskFailedException(string taskName, int taskId, TaskFailureDetails failureDetails)
        : base(Text(taskName, taskId, failureDetails?.ErrorMessage))
    {
        ArgumentNullException.ThrowIfNull(failureDetails);
        TaskName = taskName;
        TaskId = taskId;
        FailureDetails = failureDetails;
    }

    /// <summary>The name of what was called.</summary>
    public string TaskName { get; }

    /// <summary>Its number within the orchestration.</summary>
    public int TaskId { get; }

    /// <summary>How it failed.</summary>
    public TaskFailureDetails FailureDetails { get; }

    /// <summary>Whether the failure is of this type or derived from it.</summary>
    [Obsolete("Use FailureDetails.IsCausedBy<T>().")]
    public bool IsCausedByException<T>()
        where T : Exception => FailureDetails.IsCausedBy<T>();

    private static string Text(string taskName, int taskId, string? message) =>
        $"Task '{taskName}' (#{taskId}) failed with an unhandled exception: {message}";
}
