namespace OpsAutomation.Functions.Activities;

/// <summary>
/// Lets one drain of a partition run at a time in this process, and spares those who wait what a drain that began after they
/// came has done for them. Drains side by side would do the same work twice: harmless, since all of it is idempotent, and slow.
/// </summary>
internal sealed class DrainGate
{
    private readonly Dictionary<string, Turn> _turns = new(StringComparer.Ordinal);

    /// <summary>Runs <paramref name="drain"/>, unless one that began after this call ended well meanwhile.</summary>
    /// <returns>Whether it was run.</returns>
    public async Task<bool> OnceAsync(string partition, Func<Task> drain, CancellationToken cancellationToken)
    {
        var (turn, ticket) = Enter(partition);
        try
        {
            await turn.Free.WaitAsync(cancellationToken);
            try
            {
                // Everybody who has come by now finds their work done by this one.
                if (turn.Done >= ticket)
                {
                    return false;
                }

                var asked = Asked(turn);
                await drain();
                turn.Done = asked;
                return true;
            }
            finally
            {
                turn.Free.Release();
            }
        }
        finally
        {
            Leave(partition, turn);
        }
    }

    private (Turn Turn, long Ticket) Enter(string partition)
    {
        lock (_turns)
        {
            if (!_turns.TryGetValue(partition, out var turn))
            {
                _turns[partition] = turn = new Turn();
            }

            turn.Users++;
            return (turn, ++turn.Asked);
        }
    }

    private long Asked(Turn turn)
    {
        lock (_turns)
        {
            return turn.Asked;
        }
    }

    private void Leave(string partition, Turn turn)
    {
        lock (_turns)
        {
            if (--turn.Users == 0)
            {
                _turns.Remove(partition);
                turn.Dispose();
            }
        }
    }

    private sealed class Turn : IDisposable
    {
        public SemaphoreSlim Free { get; } = new(1, 1);

        /// <summary>Callers so far; changed under the lock of all turns.</summary>
        public long Asked { get; set; }

        /// <summary>The last caller whose work is done; changed by whoever has the turn.</summary>
        public long Done { get; set; }

        /// <summary>Callers that have not left.</summary>
        public int Users { get; set; }

        public void Dispose() => Free.Dispose();
    }
}
