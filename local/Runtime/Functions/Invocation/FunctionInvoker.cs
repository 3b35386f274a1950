using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpsAutomation.Runtime.Functions.Context;

namespace OpsAutomation.Runtime.Functions.Invocation;

/// <summary>
/// Runs functions: a service scope, the app's middleware, the parameters, the method. It adds no awaits of its own
/// that could leave the caller's thread, because orchestrators pass through it too.
/// </summary>
internal sealed class FunctionInvoker
{
    private readonly IServiceProvider _services;
    private readonly InvocationIds _ids;
    private readonly ILogger _logger;
    private readonly FunctionExecutionDelegate _pipeline;
    private readonly ParameterBinder _binder;

    internal FunctionInvoker(IServiceProvider services, Func<DurableTaskClient> durableClient, InvocationIds ids)
    {
        _services = services;
        _ids = ids;
        _logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Function");
        _binder = new ParameterBinder(durableClient);

        // The first that was registered is the outermost.
        FunctionExecutionDelegate pipeline = ExecuteAsync;
        foreach (var middleware in services.GetServices<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>>().Reverse())
        {
            pipeline = middleware(pipeline);
        }

        _pipeline = pipeline;
    }

    /// <summary>Runs a function and gives back what it returned. What it throws is logged, and thrown on.</summary>
    /// <param name="function">The function.</param>
    /// <param name="call">What the trigger gave.</param>
    internal async Task<object?> InvokeAsync(FunctionEntry function, FunctionCall call)
    {
        var scope = _services.CreateAsyncScope();
        try
        {
            var context = new EmbeddedFunctionContext(function, _ids.Next(), call, scope.ServiceProvider);
            call.Prepare?.Invoke(context);
            using var logScope = !_logger.IsEnabled(LogLevel.Critical) ? null : _logger.BeginScope(new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["FunctionName"] = function.Name,
                ["InvocationId"] = context.InvocationId,
            });
            FunctionLog.Starting(_logger, function.Name, context.InvocationId);
            try
            {
                await _pipeline(context);
            }
            catch (Exception e) when (Log(e, function, context))
            {
                throw;
            }

            FunctionLog.Done(_logger, function.Name, context.InvocationId);
            return context.Result;
        }
        finally
        {
            await ReleaseAsync(scope, function);
        }
    }

    // An orchestrator's failure is the engine's to report: its code also ends by exceptions that are no failures.
    private bool Log(Exception e, FunctionEntry function, EmbeddedFunctionContext context)
    {
        if (function.Trigger is OrchestratorFunctionTrigger)
        {
            return false;
        }

        if (e is OperationCanceledException && context.CancellationToken.IsCancellationRequested)
        {
            FunctionLog.Cancelled(_logger, function.Name, context.InvocationId);
        }
        else
        {
            FunctionLog.Failed(_logger, e, function.Name, context.InvocationId);
        }

        return false;
    }

    private async Task ExecuteAsync(FunctionContext context)
    {
        var run = (EmbeddedFunctionContext)context;
        var method = run.Function.Method;
        var arguments = await _binder.BindAsync(run);
        var instance = method.IsStatic ? null : InstanceFactory.Create(method.DeclaringType!, context.InstanceServices);
        try
        {
            var returned = method.Invoke(instance, System.Reflection.BindingFlags.DoNotWrapExceptions, null, arguments, null);
            run.Result = await ReturnedValue.GetAsync(method, returned);
        }
        finally
        {
            await ReleaseAsync(instance, run.Function);
        }
    }

    private static Task ReleaseAsync(object? used, FunctionEntry function)
    {
        if (used is not IAsyncDisposable asynchronous)
        {
            (used as IDisposable)?.Dispose();
            return Task.CompletedTask;
        }

        if (function.Trigger is not OrchestratorFunctionTrigger)
        {
            return asynchronous.DisposeAsync().AsTask();
        }

        // An orchestrator must not wait for what is not durable: the disposal goes on by itself, away from its thread.
        var orchestrator = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            _ = asynchronous.DisposeAsync().AsTask();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(orchestrator);
        }

        return Task.CompletedTask;
    }
}
