using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using OpsAutomation.Runtime.Durable;

namespace OpsAutomation.Integration.Runtime.Durable;

/// <summary>Orchestrators and activities as lambdas, and a log of what the activities were asked to do.</summary>
internal sealed class TestCatalog : ITaskCatalog
{
    private readonly Dictionary<string, Func<TaskOrchestrationContext, Task<object?>>> _orchestrators = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Func<ActivityInvocation, Task<object?>>> _activities = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every run of an activity: name and input.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    public Func<TaskOrchestrationContext, Task<object?>>? FindOrchestrator(TaskName name) => _orchestrators.GetValueOrDefault(name.Name);

    public Func<ActivityInvocation, Task<object?>>? FindActivity(TaskName name) => _activities.GetValueOrDefault(name.Name);

    public TestCatalog Orchestrator<T>(string name, Func<TaskOrchestrationContext, Task<T>> code)
    {
        _orchestrators[name] = async context => await code(context);
        return this;
    }

    public TestCatalog Orchestrator(string name, Func<TaskOrchestrationContext, Task> code)
    {
        _orchestrators[name] = async context =>
        {
            await code(context);
            return null;
        };
        return this;
    }

    public TestCatalog Activity<TIn, TOut>(string name, Func<TIn, TOut> code) =>
        ActivityAsync<TIn, TOut>(name, (input, _) => Task.FromResult(code(input)));

    public TestCatalog ActivityAsync<TIn, TOut>(string name, Func<TIn, CancellationToken, Task<TOut>> code)
    {
        _activities[name] = async invocation =>
        {
            Calls.Enqueue($"{name}({invocation.SerializedInput})");
            return await code(JsonDataConverter.Default.Deserialize<TIn>(invocation.SerializedInput)!, invocation.CancellationToken);
        };
        return this;
    }
}
