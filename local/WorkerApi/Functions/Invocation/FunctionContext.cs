namespace Microsoft.Azure.Functions.Worker;

/// <summary>One run of one function.</summary>
public abstract class FunctionContext
{
    /// <summary>The run's id.</summary>
    public abstract string InvocationId { get; }

    /// <summary>The function's id.</summary>
    public abstract string FunctionId { get; }

    /// <summary>The distributed trace that this run belongs to.</summary>
    public abstract TraceContext TraceContext { get; }

    /// <summary>What the trigger said besides its value.</summary>
    public abstract BindingContext BindingContext { get; }

    /// <summary>Which of the host's attempts this is.</summary>
    public abstract RetryContext RetryContext { get; }

    /// <summary>The services of this run: one scope a run.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>The function that runs.</summary>
    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>Anything that middleware and function want to hand each other during this run.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>Parts of the host that this run can reach, by type.</summary>
    public abstract IInvocationFeatures Features { get; }

    /// <summary>Cancelled when the run should stop.</summary>
    public virtual CancellationToken CancellationToken { get; }
}

/// <summary>What the trigger said besides its value.</summary>
public abstract class BindingContext
{
    /// <summary>Trigger data by name, for example route values or an activity's <c>instanceId</c>.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}

/// <summary>Which of the host's attempts a run is.</summary>
public abstract class RetryContext
{
    /// <summary>How many retries came before; 0 in the first run.</summary>
    public abstract int RetryCount { get; }

    /// <summary>The most retries there will be.</summary>
    public abstract int MaxRetryCount { get; }
}

/// <summary>The W3C trace context of a run.</summary>
public abstract class TraceContext
{
    /// <summary>The <c>traceparent</c> header's value.</summary>
    public abstract string TraceParent { get; }

    /// <summary>The <c>tracestate</c> header's value.</summary>
    public abstract string TraceState { get; }

    /// <summary>Attributes for the run's activity.</summary>
    public virtual IReadOnlyDictionary<string, string> Attributes => System.Collections.Immutable.ImmutableDictionary<string, string>.Empty;

    /// <summary>Baggage that travels with the trace.</summary>
    public virtual IReadOnlyDictionary<string, string> Baggage => System.Collections.Immutable.ImmutableDictionary<string, string>.Empty;
}

/// <summary>Parts of the host that a run can reach, by type.</summary>
public interface IInvocationFeatures : IEnumerable<KeyValuePair<Type, object>>
{
    /// <summary>Sets, or replaces, the feature of this type.</summary>
    void Set<T>(T instance);

    /// <summary>The feature of this type, or the default.</summary>
    T? Get<T>();
}
