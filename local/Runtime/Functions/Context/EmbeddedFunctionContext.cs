using Microsoft.Azure.Functions.Worker;

namespace OpsAutomation.Runtime.Functions.Context;

/// <summary>One run of one function in this process.</summary>
public sealed class EmbeddedFunctionContext : FunctionContext
{
    private TraceContext? _trace;

    internal EmbeddedFunctionContext(FunctionEntry function, string invocationId, FunctionCall call, IServiceProvider services)
    {
        Function = function;
        Call = call;
        InvocationId = invocationId;
        InstanceServices = services;
        BindingContext = new EmbeddedBindingContext(call.BindingData);
        RetryContext = new EmbeddedRetryContext(call.RetryCount, function.Retry?.MaxRetryCount ?? 0);
        CancellationToken = call.CancellationToken;
    }

    /// <inheritdoc/>
    public override string InvocationId { get; }

    /// <inheritdoc/>
    public override string FunctionId => FunctionDefinition.Id;

    /// <inheritdoc/>
    /// <remarks>Made when it is asked for: hardly any function asks.</remarks>
    public override TraceContext TraceContext => _trace ??= EmbeddedTraceContext.Current(InvocationId);

    /// <inheritdoc/>
    public override BindingContext BindingContext { get; }

    /// <inheritdoc/>
    public override RetryContext RetryContext { get; }

    /// <inheritdoc/>
    public override IServiceProvider InstanceServices { get; set; }

    /// <inheritdoc/>
    public override FunctionDefinition FunctionDefinition => Function.Definition;

    /// <inheritdoc/>
    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    /// <inheritdoc/>
    public override IInvocationFeatures Features { get; } = new InvocationFeatures();

    /// <inheritdoc/>
    public override CancellationToken CancellationToken { get; }

    /// <summary>The function that runs.</summary>
    internal FunctionEntry Function { get; }

    /// <summary>What the trigger gave.</summary>
    internal FunctionCall Call { get; }

    /// <summary>What the function returned, once it has.</summary>
    internal object? Result { get; set; }
}
