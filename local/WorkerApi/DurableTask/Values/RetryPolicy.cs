namespace Microsoft.DurableTask;

/// <summary>
/// When a failed activity or sub-orchestration is run again: after <c>first * coefficient^attempt</c>, never later than
/// the largest interval, until the attempts or the time are used up.
/// </summary>
public class RetryPolicy
{
    private static readonly TimeSpan DefaultMaxRetryInterval = TimeSpan.FromHours(1);

    /// <summary>
    /// At least one attempt, a first interval above zero, a coefficient of at least 1; the largest interval (default one
    /// hour) and the timeout (default none) not below the first interval. Anything else throws.
    /// </summary>
    public RetryPolicy(
        int maxNumberOfAttempts,
        TimeSpan firstRetryInterval,
        double backoffCoefficient = 1,
        TimeSpan? maxRetryInterval = null,
        TimeSpan? retryTimeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxNumberOfAttempts);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(firstRetryInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(backoffCoefficient, 1d);
        if (maxRetryInterval < firstRetryInterval)
        {
            throw new ArgumentOutOfRangeException(
                nameof(maxRetryInterval), maxRetryInterval, "The largest retry interval is below the first one.");
        }

        if (retryTimeout < firstRetryInterval && retryTimeout != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(
                nameof(retryTimeout), retryTimeout, "The retry timeout is below the first retry interval.");
        }

        MaxNumberOfAttempts = maxNumberOfAttempts;
        FirstRetryInterval = firstRetryInterval;
        BackoffCoefficient = backoffCoefficient;
        MaxRetryInterval = maxRetryInterval ?? DefaultMaxRetryInterval;
        RetryTimeout = retryTimeout ?? Timeout.InfiniteTimeSpan;
    }

    /// <summary>The most runs, the first one included.</summary>
    public int MaxNumberOfAttempts { get; }

    /// <summary>The delay after the first failure.</summary>
    public TimeSpan FirstRetryInterval { get; }

    /// <summary>What the delay is multiplied by after each failure.</summary>
    public double BackoffCoefficient { get; }

    /// <summary>The largest delay.</summary>
    public TimeSpan MaxRetryInterval { get; }

    /// <summary>The time after the first attempt when retrying ends; <see cref="Timeout.InfiniteTimeSpan"/> is never.</summary>
    public TimeSpan RetryTimeout { get; }

    /// <summary>Whether a failure is retried; true for all unless <see cref="HandleFailure"/> was set.</summary>
    public Func<Exception, bool> Handle { get; private init; } = _ => true;

    /// <summary>Not obeyed.</summary>
    [Obsolete("Use HandleFailure, or a retry handler.")]
    public Func<Exception, Task<bool>>? HandleAsync { get; set; }

    /// <summary>Decides by the failure's details whether it is retried.</summary>
    public Func<TaskFailureDetails, bool> HandleFailure
    {
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            Handle = exception => value(exception is TaskFailedException failed
                ? failed.FailureDetails
                : TaskFailureDetails.FromException(exception));
        }
    }
}
