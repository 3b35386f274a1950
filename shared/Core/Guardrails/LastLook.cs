namespace OpsAutomation.Core.Guardrails;

/// <summary>
/// Carries the question whether a change may still be sent from whoever executes an operation to where its requests leave,
/// through clients that know nothing of it.
/// </summary>
public static class LastLook
{
    private static readonly AsyncLocal<Func<CancellationToken, Task<Verdict?>>?> Asked = new();

    /// <summary>Executes an operation; each of its changing requests is asked about right before it leaves.</summary>
    /// <param name="ask">Says what forbids it, or null.</param>
    /// <param name="send">Executes it.</param>
    public static async Task<T> AroundAsync<T>(Func<CancellationToken, Task<Verdict?>> ask, Func<Task<T>> send)
    {
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentNullException.ThrowIfNull(send);
        Asked.Value = ask; // ends with this call: an async method gives its caller's values back
        return await send();
    }

    /// <summary>
    /// Brings to an end what an operation has begun, without asking: a secret that was made is published or removed, since
    /// half of it is worse than all and than none.
    /// </summary>
    /// <param name="finish">Brings it to an end.</param>
    public static async Task BegunAsync(Func<Task> finish)
    {
        ArgumentNullException.ThrowIfNull(finish);
        Asked.Value = null;
        await finish();
    }

    /// <summary>What forbids the next request, or null; null as well where no operation is being executed.</summary>
    /// <param name="cancellationToken">Ends the question.</param>
    public static Task<Verdict?> RefusalAsync(CancellationToken cancellationToken) => Asked.Value?.Invoke(cancellationToken) ?? Task.FromResult<Verdict?>(null);
}
