using Microsoft.Extensions.Configuration;
using OpsAutomation.Runtime.Functions;

namespace OpsAutomation.Runtime.Timers;

/// <summary>Runs all timer functions of an app.</summary>
internal sealed class TimerFunctions : IAsyncDisposable
{
    private readonly List<TimerRunner> _runners;

    internal TimerFunctions(FunctionCatalog catalog, IConfiguration configuration, TimerServices services)
    {
        _runners = [.. catalog.With<TimerFunctionTrigger>().Select(f => Make(f.Function, f.Trigger))];

        TimerRunner Make(FunctionEntry function, TimerFunctionTrigger trigger) =>
            TimerSchedule.TryParse(trigger.Schedule, configuration, out var schedule) is { } problem
                ? throw new HostStartException([problem])
                : new TimerRunner(function, trigger, schedule!, services);
    }

    /// <summary>Says which schedules cannot be read.</summary>
    internal static IEnumerable<string> Problems(FunctionCatalog catalog, IConfiguration configuration)
    {
        foreach (var (function, trigger) in catalog.With<TimerFunctionTrigger>())
        {
            if (TimerSchedule.TryParse(trigger.Schedule, configuration, out _) is { } problem)
            {
                yield return $"Function '{function.Name}': {problem}.";
            }
        }
    }

    internal void Start()
    {
        foreach (var runner in _runners)
        {
            runner.Start();
        }
    }

    /// <summary>Stops planning, cancels what runs, and waits for its end.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var runner in _runners)
        {
            await runner.DisposeAsync();
        }
    }
}
