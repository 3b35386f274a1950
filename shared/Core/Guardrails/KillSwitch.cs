using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Guardrails;

/// <summary>Reads and sets the kill switch. Every change stays on record with who and why.</summary>
public sealed class KillSwitch(IRecordStore store, TimeProvider clock)
{
    private readonly ControlPartition _control = new(store);
    private readonly ChangeLedger _changes = new(store, clock);

    /// <summary>The state; on, with the reason, when it cannot be read.</summary>
    public async Task<KillSwitchState> ReadAsync(CancellationToken cancellationToken = default)
    {
        var row = await _control.ReadAsync<KillSwitchState>(ControlPartition.KillSwitchRow, cancellationToken);
        return row.Or(KillSwitchState.NeverSet) ?? new KillSwitchState(true, "nobody", "Its record cannot be read.", clock.GetUtcNow());
    }

    /// <summary>Sets it.</summary>
    /// <param name="on">Whether to stop everything.</param>
    /// <param name="actor">Who; required.</param>
    /// <param name="reason">Why; required.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<KillSwitchState> SetAsync(bool on, string actor, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var state = new KillSwitchState(on, actor, reason, clock.GetUtcNow());
        var body = OpsJson.Write(state);
        var before = await _control.ReadAsync<KillSwitchState>(ControlPartition.KillSwitchRow, cancellationToken);

        // Whatever stood there: stopping must never fail for a conflict.
        await _control.CommitAsync(
            [
                new RecordChange.Upsert(ControlPartition.KillSwitchRow, body),
                new RecordChange.Upsert($"kill-log-{state.At.UtcTicks:D19}-{RowKey.Escape(actor)}", body),
            ],
            cancellationToken);
        if (on)
        {
            await PauseBarrier.PassAsync(_control, _ => true, new LeasePause(KillSwitchRule.Name, KillSwitchRule.Check(state).Reason), cancellationToken);
        }

        await _changes.WriteAsync(actor, ChangeKinds.KillSwitch, ControlPartition.KillSwitchRow, before.Value, state, reason, cancellationToken);
        return state;
    }
}
