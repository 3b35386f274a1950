using Microsoft.Azure.Functions.Worker;

namespace OpsAutomation.Runtime.Functions;

/// <summary>What starts a function, as its attribute says.</summary>
/// <param name="BindingType">The name that the Functions host has for it, for example <c>httpTrigger</c>.</param>
public abstract record FunctionTrigger(string BindingType);

/// <summary>An HTTP request starts the function.</summary>
/// <param name="Route">The template below the route prefix, without a leading slash.</param>
/// <param name="Methods">The methods in upper case; empty is all.</param>
/// <param name="Level">The key that a caller must bring.</param>
public sealed record HttpFunctionTrigger(string Route, IReadOnlyList<string> Methods, AuthorizationLevel Level)
    : FunctionTrigger("httpTrigger");

/// <summary>An Event Grid delivery starts the function.</summary>
/// <param name="EventType">The type of one event: CloudEvent, EventGridEvent, BinaryData, string, or a plain class.</param>
/// <param name="IsBatched">Whether the function takes a whole delivery at once, as an array.</param>
public sealed record EventGridFunctionTrigger(Type EventType, bool IsBatched) : FunctionTrigger("eventGridTrigger");

/// <summary>A schedule starts the function.</summary>
/// <param name="Schedule">The schedule as written: NCRONTAB, TimeSpan, or <c>%Setting%</c>.</param>
/// <param name="UseMonitor">Whether the schedule's progress is kept over restarts, unless it is due more than once a minute.</param>
/// <param name="RunOnStartup">Whether the function also runs at start.</param>
public sealed record TimerFunctionTrigger(string Schedule, bool UseMonitor, bool RunOnStartup) : FunctionTrigger("timerTrigger");

/// <summary>The durable engine runs the function as an orchestrator.</summary>
/// <param name="TaskName">The orchestration's name.</param>
public sealed record OrchestratorFunctionTrigger(string TaskName) : FunctionTrigger("orchestrationTrigger");

/// <summary>The durable engine runs the function as an activity.</summary>
/// <param name="TaskName">The activity's name.</param>
/// <param name="InputType">The type that the input is converted to.</param>
public sealed record ActivityFunctionTrigger(string TaskName, Type InputType) : FunctionTrigger("activityTrigger");
