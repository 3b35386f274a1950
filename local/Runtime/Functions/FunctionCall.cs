using System.Collections.Immutable;
using OpsAutomation.Runtime.Functions.Context;

namespace OpsAutomation.Runtime.Functions;

/// <summary>What a trigger hands to a function.</summary>
/// <param name="Value">The trigger's value, already of the parameter's type.</param>
/// <param name="CancellationToken">Cancelled when the run should stop.</param>
internal sealed record FunctionCall(object? Value, CancellationToken CancellationToken)
{
    /// <summary>What the trigger said besides its value. Names are compared without regard to case.</summary>
    internal IReadOnlyDictionary<string, object?> BindingData { get; init; } = ImmutableDictionary<string, object?>.Empty;

    /// <summary>How many retries came before this run.</summary>
    internal int RetryCount { get; init; }

    /// <summary>Called before the middleware, to put features and items into the context.</summary>
    internal Action<EmbeddedFunctionContext>? Prepare { get; init; }
}
