using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Guardrails;

/// <summary>
/// Makes a hold or the kill switch stand for every send to come, and finds those that it came too late for. A send marks its
/// lease after it has read holds and switch: a mark that was decided before they were written must not be committed after
/// they were said to stand. So the leases are written again, as they are; a mark on the way conflicts, and reads once more.
/// Where an operation is being sent already, its lease says so from now on: it is read right before each request leaves.
/// </summary>
internal static class PauseBarrier
{
    private const int MaxRounds = 64;

    /// <summary>Passes it, after the pause is on record.</summary>
    /// <param name="control">The partition.</param>
    /// <param name="covers">Which resources are meant.</param>
    /// <param name="pause">What keeps automation off.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Leases under which an operation had begun before: what was sent is not called back.</returns>
    internal static async Task<IReadOnlyList<Lease>> PassAsync(
        ControlPartition control, Func<Lease, bool> covers, LeasePause pause, CancellationToken cancellationToken)
    {
        var begun = new List<Lease>();
        foreach (var row in await control.LeasesAsync(cancellationToken))
        {
            if (row.Value is { } lease && covers(lease) && await PassAsync(control, row, pause, cancellationToken) is { } busy)
            {
                begun.Add(busy);
            }
        }

        return begun;
    }

    private static async Task<Lease?> PassAsync(ControlPartition control, ControlRow<Lease> row, LeasePause pause, CancellationToken cancellationToken)
    {
        for (var round = 1; row.Value is { } lease; round++)
        {
            try
            {
                var busy = lease.OperationId is not null;
                await control.CommitAsync([row.Write(busy ? lease with { Pause = pause } : lease)], cancellationToken);
                return busy ? lease : null;
            }
            catch (RecordConflictException) when (round < MaxRounds)
            {
                row = await control.ReadAsync<Lease>(row.Row, cancellationToken);
            }
        }

        return null;
    }
}
