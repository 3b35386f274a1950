namespace OpsAutomation.Testing.Systems.Processes;

/// <summary>Waits for another process, which has a clock of its own: looks again and again until something is there.</summary>
public static class Eventually
{
    /// <summary>How long a healthy system may take on a busy machine before a test gives up, in real time.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(25);

    /// <summary>Looks until the answer is not null.</summary>
    /// <param name="what">What is waited for, for the message of the failure.</param>
    /// <param name="look">Looks once. A connection that fails counts as "not yet".</param>
    /// <param name="every">Time between two looks; 25 ms when null.</param>
    /// <exception cref="TimeoutException">It did not come within <see cref="Patience"/>.</exception>
    public static async Task<T> GetAsync<T>(string what, Func<Task<T?>> look, TimeSpan? every = null)
        where T : class
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (await TryAsync(look) is { } found)
            {
                return found;
            }

            if (TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException($"It took more than {Patience.TotalSeconds} s: {what}");
            }

            await PauseAsync(every ?? Look);
        }
    }

    /// <summary>Looks until it is so.</summary>
    /// <exception cref="TimeoutException">It was not so within <see cref="Patience"/>.</exception>
    public static Task BeAsync(string what, Func<Task<bool>> look, TimeSpan? every = null) =>
        GetAsync<object>(what, async () => await look() ? what : null, every);

    /// <summary>Lets the other process work for a while.</summary>
    public static Task PauseAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System);

    private static async Task<T?> TryAsync<T>(Func<Task<T?>> look)
        where T : class
    {
        try
        {
            return await look();
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            return null;
        }
    }
}
