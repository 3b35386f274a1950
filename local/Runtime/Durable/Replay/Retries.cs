using Microsoft.DurableTask;

namespace OpsAutomation.Runtime.Durable.Replay;

/// <summary>Runs calls again as Durable Task does: same delays, same number of timers in the history.</summary>
internal static class Retries
{
    /// <summary>Makes a call under the given options.</summary>
    /// <param name="context">The orchestration; times and delays are its own.</param>
    /// <param name="options">When to try again; null for never.</param>
    /// <param name="call">The call. It tells, with a failure, whether trying again can help at all.</param>
    internal static Task<T> Run<T>(TaskOrchestrationContext context, TaskRetryOptions? options, Func<Task<T>> call) => options switch
    {
        { Policy: { } policy } => ByPolicy(context, policy, call),
        { Handler: { } handler } => ByHandler(context, handler, call),
        _ => call(),
    };

    /// <summary>The wait after a failed attempt; null when the policy gives up.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="attempt">The failed attempt, counted from 0.</param>
    /// <param name="firstAttempt">When the first attempt began.</param>
    /// <param name="now">The orchestration's time.</param>
    internal static TimeSpan? NextDelay(RetryPolicy policy, int attempt, DateTime firstAttempt, DateTime now)
    {
        var patience = policy.RetryTimeout;
        if (patience != Timeout.InfiniteTimeSpan && patience < DateTime.MaxValue - firstAttempt && now >= firstAttempt + patience)
        {
            return null;
        }

        var milliseconds = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, attempt);
        return milliseconds < policy.MaxRetryInterval.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds) : policy.MaxRetryInterval;
    }

    private static async Task<T> ByPolicy<T>(TaskOrchestrationContext context, RetryPolicy policy, Func<Task<T>> call)
    {
        var firstAttempt = context.CurrentUtcDateTime;
        for (var attempt = 0; ; attempt++)
        {
            TaskFailedException failure;
            try
            {
                return await call();
            }
            catch (TaskFailedException e)
            {
                if (NonRetriable.Is(e) || !policy.Handle(e))
                {
                    throw;
                }

                failure = e;
            }

            if (NextDelay(policy, attempt, firstAttempt, context.CurrentUtcDateTime) is not { } delay)
            {
                throw failure;
            }

            if (attempt + 1 >= policy.MaxNumberOfAttempts)
            {
                // Durable Task sets one more timer, due at once, after the last attempt. Histories must look alike.
                await context.CreateTimer(context.CurrentUtcDateTime, CancellationToken.None);
                throw failure;
            }

            await context.CreateTimer(context.CurrentUtcDateTime + delay, CancellationToken.None);
        }
    }

    private static async Task<T> ByHandler<T>(TaskOrchestrationContext context, AsyncRetryHandler handler, Func<Task<T>> call)
    {
        var firstAttempt = context.CurrentUtcDateTime;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (TaskFailedException e) when (!NonRetriable.Is(e))
            {
                var retry = new RetryContext(context, attempt, e.FailureDetails, context.CurrentUtcDateTime - firstAttempt, CancellationToken.None);
                if (!await handler(retry))
                {
                    throw;
                }
            }
        }
    }
}

/// <summary>Marks exceptions of calls that no retry can help.</summary>
internal static class NonRetriable
{
    private const string Key = "OpsAutomation.NonRetriable";

    internal static void Mark(Exception exception) => exception.Data[Key] = true;

    internal static bool Is(Exception exception) => exception.Data.Contains(Key);
}
