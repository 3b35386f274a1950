namespace Microsoft.Azure.Functions.Worker;

/// <summary>How often the host runs a function again after it failed. Timer and Event Hubs style triggers only.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class RetryAttribute : Attribute
{
    /// <summary>The largest number of retries; -1 is without limit.</summary>
    public int MaxRetryCount { get; set; }
}

/// <summary>Retries after a delay that is always the same.</summary>
public sealed class FixedDelayRetryAttribute : RetryAttribute
{
    /// <summary>The delay is a TimeSpan as text, for example <c>00:00:10</c>.</summary>
    public FixedDelayRetryAttribute(int maxRetryCount, string delayInterval)
    {
        MaxRetryCount = maxRetryCount;
        DelayInterval = delayInterval;
    }

    /// <summary>The delay, a TimeSpan as text.</summary>
    public string DelayInterval { get; }
}

/// <summary>Retries after a delay that grows from the minimum to the maximum.</summary>
public sealed class ExponentialBackoffRetryAttribute : RetryAttribute
{
    /// <summary>Both intervals are TimeSpans as text, for example <c>00:00:10</c>.</summary>
    public ExponentialBackoffRetryAttribute(int maxRetryCount, string minimumInterval, string maximumInterval)
    {
        MaxRetryCount = maxRetryCount;
        MinimumInterval = minimumInterval;
        MaximumInterval = maximumInterval;
    }

    /// <summary>The first delay, a TimeSpan as text.</summary>
    public string MinimumInterval { get; }

    /// <summary>The largest delay, a TimeSpan as text.</summary>
    public string MaximumInterval { get; }
}
