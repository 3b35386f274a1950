using OpsAutomation.Core.Records;
using OpsAutomation.Testing.Records;

namespace OpsAutomation.Unit.Integrations.Records;

/// <summary>What a backtest keeps its records in passes the same exam as the real stores.</summary>
public sealed class MemoryRecordStoreTests : RecordStoreExam
{
    private readonly MemoryRecordStore _store = new();

    protected override Task<IRecordStore> OpenAsync() => Task.FromResult<IRecordStore>(_store);

    protected override Task CloseAsync(IRecordStore store) => Task.CompletedTask;
}
