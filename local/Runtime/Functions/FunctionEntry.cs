using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace OpsAutomation.Runtime.Functions;

/// <summary>One function of the app: a method with a name and a trigger.</summary>
public sealed class FunctionEntry
{
    internal FunctionEntry(
        string name,
        MethodInfo method,
        FunctionTrigger trigger,
        IReadOnlyList<FunctionInput> inputs,
        FunctionRetry? retry)
    {
        Name = name;
        Method = method;
        Trigger = trigger;
        Inputs = inputs;
        Retry = retry;
        Definition = new Context.EmbeddedFunctionDefinition(this);
    }

    /// <summary>The name given in the Function attribute, unique within the app.</summary>
    public string Name { get; }

    /// <summary>The method that runs.</summary>
    public MethodInfo Method { get; }

    /// <summary>What starts it.</summary>
    public FunctionTrigger Trigger { get; }

    /// <summary>What the worker API says about it.</summary>
    public FunctionDefinition Definition { get; }

    /// <summary>Where each parameter's value comes from, in order.</summary>
    internal IReadOnlyList<FunctionInput> Inputs { get; }

    /// <summary>What to do after a failure; null is nothing. Timers only.</summary>
    internal FunctionRetry? Retry { get; }

    /// <summary>Type and method, for people.</summary>
    internal string EntryPoint => $"{Method.DeclaringType!.FullName}.{Method.Name}";
}

/// <summary>How often, and after what delays, a failed run is tried again.</summary>
/// <param name="MaxRetryCount">The most retries; -1 is without limit.</param>
/// <param name="First">The first delay.</param>
/// <param name="Longest">The longest delay; the same as the first for a fixed delay.</param>
internal sealed record FunctionRetry(int MaxRetryCount, TimeSpan First, TimeSpan Longest)
{
    /// <summary>The delay before a retry: doubles each time, up to the longest.</summary>
    /// <param name="retry">0 for the first retry.</param>
    internal TimeSpan Delay(int retry)
    {
        var delay = First * Math.Pow(2, Math.Min(retry, 30));
        return delay > Longest ? Longest : delay;
    }

    /// <summary>Whether a retry may follow.</summary>
    /// <param name="retries">How many there were already.</param>
    internal bool Allows(int retries) => MaxRetryCount < 0 || retries < MaxRetryCount;
}

/// <summary>Where the value of a parameter comes from.</summary>
internal enum InputSource
{
    /// <summary>The trigger's own value.</summary>
    Trigger,

    /// <summary>The run's FunctionContext.</summary>
    Context,

    /// <summary>The run's CancellationToken.</summary>
    Cancellation,

    /// <summary>The durable client.</summary>
    DurableClient,

    /// <summary>Trigger data by the parameter's name: route and query values, or an activity's instance id.</summary>
    BindingData,

    /// <summary>The converter named by an attribute on the parameter.</summary>
    Converter,

    /// <summary>The orchestration's input.</summary>
    OrchestrationInput,
}

/// <summary>A parameter and its source.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Source">Where its value comes from.</param>
internal sealed record FunctionInput(ParameterInfo Parameter, InputSource Source);
