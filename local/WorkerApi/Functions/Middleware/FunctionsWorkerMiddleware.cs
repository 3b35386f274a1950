namespace Microsoft.Azure.Functions.Worker.Middleware;

/// <summary>The rest of the pipeline, the function at its end.</summary>
public delegate Task FunctionExecutionDelegate(FunctionContext context);

/// <summary>
/// A step around every function. For orchestration triggers it must not go truly asynchronous before it calls
/// <c>next</c>: the orchestrator's code has to start on the thread that the engine gave.
/// </summary>
public interface IFunctionsWorkerMiddleware
{
    /// <summary>Does its part and calls <paramref name="next"/>.</summary>
    Task Invoke(FunctionContext context, FunctionExecutionDelegate next);
}
