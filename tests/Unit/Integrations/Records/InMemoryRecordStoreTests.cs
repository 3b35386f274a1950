using OpsAutomation.Core.Records;
using OpsAutomation.Testing.Records;

namespace OpsAutomation.Unit.Integrations.Records;

/// <summary>The fake passes the same exam as the real stores, so a test on it proves something about them.</summary>
public sealed class InMemoryRecordStoreTests : RecordStoreExam
{
    private readonly InMemoryRecordStore _store = new();

    protected override Task<IRecordStore> OpenAsync() => Task.FromResult<IRecordStore>(_store);

    protected override Task CloseAsync(IRecordStore store) => Task.CompletedTask;
}
