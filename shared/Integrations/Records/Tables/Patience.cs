namespace OpsAutomation.Integrations.Records.Tables;

/// <summary>
/// How often and how long one call tries again: few attempts, growing waits, none when the service asks for a longer wait
/// than is left. The caller above knows what else to do; an ETag conflict is not its business.
/// </summary>
internal sealed class Patience(TableOptions options, TimeProvider clock)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    private readonly long _start = clock.GetTimestamp();
    private int _failures;

    /// <summary>Waits and tells whether to try again; false at once when the failure will not pass or patience is at its end.</summary>
    public async Task<bool> WaitAsync(TableReply failure, CancellationToken cancellationToken)
    {
        if (!failure.MayPass || ++_failures >= options.MaxAttempts)
        {
            return false;
        }

        var wait = First * (1 << (_failures - 1));
        if (failure.RetryAfter is { } asked && asked > wait)
        {
            wait = asked;
        }

        if (clock.GetElapsedTime(_start) + wait > options.Patience)
        {
            return false;
        }

        await Task.Delay(wait, clock, cancellationToken);
        return true;
    }
}
