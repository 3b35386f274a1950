using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Cli.Rehearsing;

/// <summary>The time of a rehearsal: it moves only while somebody waits here.</summary>
/// <param name="system">The system.</param>
/// <param name="incidents">Its incidents.</param>
/// <param name="settings">How it differs from the ordinary one.</param>
/// <param name="gate">What lets the clock jump.</param>
internal sealed class RehearsedTime(RehearsedSystem system, RehearsedIncidents incidents, RehearsalSettings settings, RehearsalGate gate)
{
    /// <summary>The time.</summary>
    public DateTimeOffset Now => system.Clock.GetUtcNow();

    /// <summary>Lets time pass.</summary>
    public Task After(TimeSpan span) => Wake(Now + span, () => false);

    /// <summary>Lets time pass until a moment, or until something holds before.</summary>
    public async Task Wake(DateTimeOffset at, Func<bool> before)
    {
        // A timer of its own, so that there is a moment to stop at.
        using var alarm = Alarm(at);
        await RunAsync(() => Now >= at || before(), at);
    }

    /// <summary>Lets time pass until something holds for the newest incident.</summary>
    /// <param name="holds">What to wait for.</param>
    /// <param name="what">The same in words.</param>
    /// <param name="hopeless">When it can no longer come true.</param>
    /// <param name="within">The longest wait.</param>
    /// <exception cref="RehearsalException">It did not come true.</exception>
    public async Task<IncidentFile> Until(Func<IncidentFile, bool> holds, string what, Func<IncidentFile, bool>? hopeless, TimeSpan within)
    {
        var giveUp = Now + within;
        using var alarm = Alarm(giveUp);
        await RunAsync(() =>
        {
            var file = Newest();
            if (file is not null && holds(file))
            {
                return true;
            }

            return Now < giveUp && (file is null || hopeless?.Invoke(file) != true)
                ? false
                : throw new RehearsalException($"There will be no {what} at {Now:HH:mm:ss}.{Environment.NewLine}{RehearsedIncidents.Story(file)}");
        }, giveUp);
        return await incidents.NewestAsync();
    }

    /// <summary>
    /// Waits for what a person or a sender does. Where requests take time, time passes meanwhile; else it would stand, and the
    /// request wait until it is given up in real time.
    /// </summary>
    public async Task<T> LetAsync<T>(Task<T> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (settings.Disturbed && !call.IsCompleted && !gate.IsOpen)
        {
            var done = gate.OpenUntilAsync(() => call.IsCompleted);
            system.Ledger.Enter("the rehearsal").Dispose(); // so that the clock looks at once
            await done.WaitAsync(settings.Patience, TimeProvider.System);
        }

        return await call;
    }

    // The old timer dies with its clock in a crash; a new one is set by whoever waits on.
    private CancellationTokenSource Alarm(DateTimeOffset at) => new(at > Now ? at - Now : TimeSpan.Zero, system.Clock);

    // Whether it is reached is read from records: between two jumps without a commit nothing new can be read, before the
    // moment at which it is given up. Most jumps are to timers that find nothing to do.
    private async Task RunAsync(Func<bool> reached, DateTimeOffset until)
    {
        do
        {
            var seen = -1L;
            var done = gate.OpenUntilAsync(() =>
            {
                if (system.IsKilled)
                {
                    return true;
                }

                if (system.Commits is { } commits)
                {
                    if (commits == seen && Now < until)
                    {
                        return false;
                    }

                    seen = commits;
                }

                return reached();
            });
            system.Ledger.Enter("the rehearsal").Dispose(); // so that the clock looks at once
            try
            {
                await done.WaitAsync(settings.Patience, TimeProvider.System);
            }
            catch (TimeoutException e)
            {
                throw new RehearsalException(
                    $"Nothing settles: {string.Join(", ", system.Ledger.Describe())}.{Environment.NewLine}{RehearsedIncidents.Story(await incidents.FindNewestAsync())}", e);
            }
        }
        while (await system.RestartedAsync());
    }

    // The clock asks this between two jumps, when nothing is under way: reads of records end at once.
    private IncidentFile? Newest() => incidents.FindNewestAsync(current: true).GetAwaiter().GetResult();
}
