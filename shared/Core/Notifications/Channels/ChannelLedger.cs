using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Notifications.Channels;

/// <summary>Keeps how channels are doing, for every process. It is a help, not a truth: of two writers at once one is forgotten.</summary>
public sealed class ChannelLedger(IRecordStore store)
{
    private const string Partition = "channels";

    /// <summary>How a channel is doing.</summary>
    public async Task<ChannelHealth> ReadAsync(string channel, CancellationToken cancellationToken = default) =>
        await store.ReadAsync(Partition, RowKey.Escape(channel), cancellationToken) is { } row ? OpsJson.Read<ChannelHealth>(row.Body) : ChannelHealth.Good;

    /// <summary>Keeps it.</summary>
    public Task WriteAsync(string channel, ChannelHealth health, CancellationToken cancellationToken = default) =>
        store.CommitAsync(Partition, [new RecordChange.Upsert(RowKey.Escape(channel), OpsJson.Write(health))], cancellationToken);
}
