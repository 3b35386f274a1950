using System.Globalization;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace OpsAutomation.Runtime.Functions.Discovery;

/// <summary>Reads a function-level retry attribute. Of the triggers served here only timers may have one, as in the Functions host.</summary>
internal static class RetryReader
{
    internal static FunctionRetry? Read(MethodInfo method, FunctionTrigger? trigger, FunctionProblems problems)
    {
        var attribute = method.GetCustomAttribute<RetryAttribute>();
        if (attribute is null)
        {
            return null;
        }

        if (trigger is not TimerFunctionTrigger)
        {
            problems.Add("a retry attribute is for timer triggers only");
            return null;
        }

        if (attribute.MaxRetryCount < -1)
        {
            problems.Add($"MaxRetryCount is {attribute.MaxRetryCount}; it must be -1 (without limit) or more");
        }

        return attribute switch
        {
            FixedDelayRetryAttribute fixedDelay => Make(attribute, fixedDelay.DelayInterval, fixedDelay.DelayInterval, problems),
            ExponentialBackoffRetryAttribute growing => Make(attribute, growing.MinimumInterval, growing.MaximumInterval, problems),
            _ => null,
        };
    }

    private static FunctionRetry? Make(RetryAttribute attribute, string first, string longest, FunctionProblems problems)
    {
        if (TimeSpan.TryParse(first, CultureInfo.InvariantCulture, out var from)
            && TimeSpan.TryParse(longest, CultureInfo.InvariantCulture, out var to)
            && from >= TimeSpan.Zero && to >= from)
        {
            return new FunctionRetry(attribute.MaxRetryCount, from, to);
        }

        problems.Add($"the retry interval '{first}'{(string.Equals(first, longest, StringComparison.Ordinal) ? "" : $" to '{longest}'")} is not a TimeSpan, or its end is before its start");
        return null;
    }
}
