using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Makes a function an orchestrator.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class OrchestrationTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>The orchestration's name; null is the function's name.</summary>
    public string? Orchestration { get; set; }
}

/// <summary>Makes a function an activity. The parameter it stands on takes the activity's input.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ActivityTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>The activity's name; null is the function's name.</summary>
    public string? Activity { get; set; }
}

/// <summary>Makes a function an entity.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class EntityTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>The entity's name; null is the function's name.</summary>
    public string? EntityName { get; set; }
}

/// <summary>Binds a client to start and ask about orchestrations. The parameter's type must be exactly DurableTaskClient.</summary>
public sealed class DurableClientAttribute : InputBindingAttribute
{
    /// <summary>The task hub; null is the app's own.</summary>
    public string? TaskHub { get; set; }

    /// <summary>The setting that holds the connection; null is the app's own.</summary>
    public string? ConnectionName { get; set; }
}
