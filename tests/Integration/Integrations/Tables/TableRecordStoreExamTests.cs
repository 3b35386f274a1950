using System.Reflection;
using System.Runtime.ExceptionServices;
using OpsAutomation.Core.Records;
using OpsAutomation.Integrations.Records.Tables;
using OpsAutomation.Integrations.Records.Tables.Access;
using OpsAutomation.Testing.Records;

namespace OpsAutomation.Integration.Integrations.Tables;

/// <summary>
/// The common exam, on Azurite. The exam's own facts cannot be skipped where Azurite is missing, so they are run from here:
/// one case per test of the exam, each on a table of its own.
/// </summary>
public sealed class TableRecordStoreExamTests(Azurite azurite) : IClassFixture<Azurite>
{
    public static TheoryData<string> Tests =>
        [.. typeof(RecordStoreExam).GetMethods().Where(method => method.GetCustomAttribute<FactAttribute>() is not null).Select(method => method.Name)];

    [AzuriteTheory]
    [MemberData(nameof(Tests))]
    public async Task The_store_passes_the_exam(string test)
    {
        var exam = new Candidate(azurite, $"exam{Math.Abs(StringComparer.Ordinal.GetHashCode(test))}");
        await exam.InitializeAsync();
        try
        {
            await (Task)typeof(RecordStoreExam).GetMethod(test)!.Invoke(exam, parameters: null)!;
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            ExceptionDispatchInfo.Throw(e.InnerException);
        }
        finally
        {
            await exam.DisposeAsync();
        }
    }

    private sealed class Candidate(Azurite azurite, string table) : RecordStoreExam
    {
        protected override async Task<IRecordStore> OpenAsync()
        {
            var store = new TableRecordStore(TableAccount.FromConnectionString(azurite.ConnectionString), TimeProvider.System, new TableOptions { Table = table });
            await store.CreateTableIfNotExistsAsync();
            return store;
        }

        protected override Task CloseAsync(IRecordStore store) => Task.CompletedTask;
    }
}
