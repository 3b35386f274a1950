namespace Microsoft.DurableTask;

/// <summary>An orchestrator as the engine runs it.</summary>
public interface ITaskOrchestrator
{
    /// <summary>The type of its input.</summary>
    Type InputType { get; }

    /// <summary>The type of its result.</summary>
    Type OutputType { get; }

    /// <summary>Runs it.</summary>
    Task<object?> RunAsync(TaskOrchestrationContext context, object? input);
}

/// <summary>An orchestrator written as a class.</summary>
public abstract class TaskOrchestrator<TInput, TOutput> : ITaskOrchestrator
{
    Type ITaskOrchestrator.InputType => typeof(TInput);

    Type ITaskOrchestrator.OutputType => typeof(TOutput);

    /// <summary>The orchestrator's code.</summary>
    public abstract Task<TOutput> RunAsync(TaskOrchestrationContext context, TInput input);

    async Task<object?> ITaskOrchestrator.RunAsync(TaskOrchestrationContext context, object? input)
    {
        ArgumentNullException.ThrowIfNull(context);
        return await RunAsync(context, TaskInput.Of<TInput>(input));
    }
}

/// <summary>Checks the input that an engine hands to a typed orchestrator or activity.</summary>
internal static class TaskInput
{
    public static T Of<T>(object? input) => input switch
    {
        T typed => typed,
        null when default(T) is null => default!,
        _ => throw new ArgumentException(
            $"Input type '{input?.GetType().ToString() ?? "null"}' does not match the expected type '{typeof(T)}'.", nameof(input)),
    };
}
