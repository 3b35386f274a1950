using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using OpsAutomation.Runtime.Durable;
using OpsAutomation.Runtime.Functions.Invocation;
using OpsAutomation.Runtime.Http;

namespace OpsAutomation.Runtime.Functions;

/// <summary>The app's orchestrators and activities, as the durable engine asks for them.</summary>
internal sealed class FunctionTaskCatalog : ITaskCatalog
{
    // As the worker reads an activity's input: names without regard to case, fields too.
    private static readonly JsonDataConverter Converter = new(new JsonSerializerOptions { IncludeFields = true, PropertyNameCaseInsensitive = true });

    private readonly FunctionInvoker _invoker;
    private readonly BackgroundTurns _turns;
    private readonly Dictionary<TaskName, FunctionEntry> _orchestrators;
    private readonly Dictionary<TaskName, FunctionEntry> _activities;

    internal FunctionTaskCatalog(FunctionCatalog catalog, FunctionInvoker invoker, BackgroundTurns turns)
    {
        (_invoker, _turns) = (invoker, turns);
        _orchestrators = catalog.With<OrchestratorFunctionTrigger>().ToDictionary(f => new TaskName(f.Trigger.TaskName), f => f.Function);
        _activities = catalog.With<ActivityFunctionTrigger>().ToDictionary(f => new TaskName(f.Trigger.TaskName), f => f.Function);
    }

    /// <inheritdoc/>
    public Func<TaskOrchestrationContext, Task<object?>>? FindOrchestrator(TaskName name) =>
        _orchestrators.TryGetValue(name, out var function)
            ? context => _invoker.InvokeAsync(function, new FunctionCall(context, CancellationToken.None)
            {
                BindingData = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase) { ["instanceId"] = context.InstanceId },
            })
            : null;

    /// <inheritdoc/>
    public Func<ActivityInvocation, Task<object?>>? FindActivity(TaskName name) =>
        _activities.TryGetValue(name, out var function) ? call => _turns.TakeAsync(() => RunActivityAsync(function, call), call.CancellationToken) : null;

    private Task<object?> RunActivityAsync(FunctionEntry function, ActivityInvocation call)
    {
        var type = ((ActivityFunctionTrigger)function.Trigger).InputType;
        return _invoker.InvokeAsync(function, new FunctionCall(Input(function.Name, call.SerializedInput, type), call.CancellationToken)
        {
            BindingData = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase) { ["instanceId"] = call.InstanceId },
        });
    }

    private static object? Input(string function, string? json, Type type)
    {
        try
        {
            return Converter.Deserialize(json, type);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            // Our message names the place and never the value.
            var where = e is JsonException { Path: { } path } ? $" at {path}" : "";
            throw new ArgumentException($"The input of activity '{function}' is not a valid {type.Name}{where}.", nameof(json), e);
        }
    }
}
