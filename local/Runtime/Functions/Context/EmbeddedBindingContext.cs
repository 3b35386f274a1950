using Microsoft.Azure.Functions.Worker;

namespace OpsAutomation.Runtime.Functions.Context;

/// <summary>What the trigger said besides its value.</summary>
internal sealed class EmbeddedBindingContext(IReadOnlyDictionary<string, object?> data) : BindingContext
{
    public override IReadOnlyDictionary<string, object?> BindingData { get; } = data;
}

/// <summary>Which attempt a run is.</summary>
internal sealed class EmbeddedRetryContext(int count, int most) : RetryContext
{
    public override int RetryCount { get; } = count;

    public override int MaxRetryCount { get; } = most;
}
