using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Guardrails.Claims;

/// <summary>
/// Lets one delivery of an operation at a time send it, where Azure itself could not tell two of them apart: making a password,
/// for one, is conditional on nothing. A row of the partition <c>control</c>, written under its version, is the claim; it ends
/// with its holder, or by itself.
/// </summary>
public sealed class OperationClaims(IRecordStore store, TimeProvider clock)
{
    /// <summary>
    /// How long a claim lasts by itself: longer than the calls made under it, shorter than an activity may take. When it has
    /// ended, no request of its holder is on its way any more.
    /// </summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(24);

    internal const string Prefix = "claim-";

    /// <summary>How long what is known of an operation is kept.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Claims an operation; waits for another holder, never longer than <see cref="Life"/> and a look.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<OperationClaim> TakeAsync(Guid operation, CancellationToken cancellationToken)
    {
        var row = $"{Prefix}{operation:N}";
        for (; ; )
        {
            var now = clock.GetUtcNow();
            var record = await store.ReadAsync(ControlPartition.Name, row, cancellationToken);
            var before = record is null ? null : OpsJson.Read<HeldClaim>(record.Body);
            if (before is { Live: true } && before.Until > now)
            {
                await Task.Delay(before.Until - now < Look ? before.Until - now : Look, clock, cancellationToken);
                continue;
            }

            try
            {
                var mine = new HeldClaim(now + Life, Live: true, before?.Doubted ?? false, (before?.Holder ?? 0) + 1);
                await store.CommitAsync(ControlPartition.Name, [Write(row, mine, record?.ETag), .. await OldAsync(row, now, cancellationToken)], cancellationToken);
                return new OperationClaim(this, row, mine);
            }
            catch (RecordConflictException)
            {
                // Another one was first: look who.
                await Task.Yield();
            }
        }
    }

    /// <summary>Works under a claim.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="work">What is done under it.</param>
    /// <param name="isKnown">Whether a result says what became of the operation: then the claim ends with it, else by itself.</param>
    /// <param name="cancellationToken">Ends the wait for another holder.</param>
    public async Task<T> UnderAsync<T>(Guid operation, Func<OperationClaim, Task<T>> work, Func<T, bool> isKnown, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(isKnown);
        var claim = await TakeAsync(operation, cancellationToken);
        var result = await work(claim);
        if (isKnown(result))
        {
            await claim.EndAsync(cancellationToken);
        }

        return result;
    }

    internal TimeSpan Left(HeldClaim claim) => claim.Until - clock.GetUtcNow();

    /// <summary>Writes what becomes of a claim, while it is still the same holder's.</summary>
    internal async Task ChangeAsync(string row, HeldClaim mine, HeldClaim next, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(ControlPartition.Name, row, cancellationToken) is not { } record || OpsJson.Read<HeldClaim>(record.Body).Holder != mine.Holder)
        {
            return;
        }

        try
        {
            await store.CommitAsync(ControlPartition.Name, [Write(row, next, record.ETag)], cancellationToken);
        }
        catch (RecordConflictException)
        {
            // It ended by itself meanwhile, and is another one's now.
        }
    }

    private async Task<List<RecordChange>> OldAsync(string except, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var old = new List<RecordChange>();
        await foreach (var record in store.PrefixAsync(ControlPartition.Name, Prefix, cancellationToken))
        {
            if (record.Row != except && OpsJson.Read<HeldClaim>(record.Body).Until + Kept < now && old.Count < IRecordStore.MaxBatch / 2)
            {
                old.Add(new RecordChange.Delete(record.Row, record.ETag));
            }
        }

        return old;
    }

    private static RecordChange Write(string row, HeldClaim claim, string? etag) =>
        etag is null ? new RecordChange.Insert(row, OpsJson.Write(claim)) : new RecordChange.Replace(row, OpsJson.Write(claim), etag);
}

/// <summary>An operation that the caller alone may send for a while.</summary>
public sealed class OperationClaim
{
    private readonly OperationClaims _claims;
    private readonly string _row;
    private HeldClaim _mine;

    internal OperationClaim(OperationClaims claims, string row, HeldClaim mine) => (_claims, _row, _mine) = (claims, row, mine);

    /// <summary>How long it still holds. A call must not begin under it that might take longer.</summary>
    public TimeSpan Left => _claims.Left(_mine);

    /// <summary>Whether it was noted, by this holder or an earlier one, that nobody knows whether the operation took effect.</summary>
    public bool Doubted => _mine.Doubted;

    /// <summary>Gives it back, since what became of the operation is known. Whoever does not know lets it end by itself.</summary>
    public Task EndAsync(CancellationToken cancellationToken) => ChangeAsync(_mine with { Live = false }, cancellationToken);

    /// <summary>Notes that nobody knows whether the operation took effect. The claim stays until it ends by itself.</summary>
    public Task DoubtAsync(CancellationToken cancellationToken) => ChangeAsync(_mine with { Doubted = true }, cancellationToken);

    private async Task ChangeAsync(HeldClaim next, CancellationToken cancellationToken)
    {
        await _claims.ChangeAsync(_row, _mine, next, cancellationToken);
        _mine = next;
    }
}

/// <summary>The row of a claim.</summary>
/// <param name="Until">When it ends by itself.</param>
/// <param name="Live">False once its holder gave it back.</param>
/// <param name="Doubted">Whether nobody knows if the operation took effect.</param>
/// <param name="Holder">Number of the holder; each has one more than the one before.</param>
internal sealed record HeldClaim(DateTimeOffset Until, bool Live, bool Doubted, int Holder);
