namespace OpsAutomation.Core.Correlation;

/// <summary>
/// Lets one decision of a scope be made at a time in this process: side by side all but one would find the scope changed when
/// they commit, and wait, and decide again. Between processes the ETag decides.
/// </summary>
internal sealed class ScopeGate
{
    private readonly Dictionary<string, Turn> _turns = new(StringComparer.Ordinal);

    /// <summary>Waits for the scope's turn and does the work.</summary>
    public async Task<T> OneAtATimeAsync<T>(string scope, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var turn = Enter(scope);
        try
        {
            await turn.Free.WaitAsync(cancellationToken);
            try
            {
                return await work();
            }
            finally
            {
                turn.Free.Release();
            }
        }
        finally
        {
            Leave(scope, turn);
        }
    }

    private Turn Enter(string scope)
    {
        lock (_turns)
        {
            if (!_turns.TryGetValue(scope, out var turn))
            {
                _turns[scope] = turn = new Turn();
            }

            turn.Users++;
            return turn;
        }
    }

    private void Leave(string scope, Turn turn)
    {
        lock (_turns)
        {
            if (--turn.Users == 0)
            {
                _turns.Remove(scope);
                turn.Dispose();
            }
        }
    }

    private sealed class Turn : IDisposable
    {
        public SemaphoreSlim Free { get; } = new(1, 1);

        public int Users { get; set; }

        public void Dispose() => Free.Dispose();
    }
}
