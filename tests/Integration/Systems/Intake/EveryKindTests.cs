using OpsAutomation.Core.Correlation;
using OpsAutomation.Integration.Systems.Samples;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Intake;

public sealed class EveryKindTests(SharedSystem shared) : IClassFixture<SharedSystem>
{
    private const string FolderVariable = "OPS_SHARED_DATA";

    private readonly LocalSystemDriver _system = shared.Driver;

    public static TheoryData<string> Kinds => [.. AzureKinds.All.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_kind_of_Azure_Monitor_ends_with_a_disposition(string kind)
    {
        var ids = await _system.FireAsync(AzureKinds.All[kind]);

        var disposition = await _system.DispositionAsync(Assert.Single(ids));

        Assert.Equal((kind, DispositionKind.Opened), (kind, disposition.Kind));
        Assert.Equal(200, (await _system.GetAsync($"/ops/alerts/{ids[0]}")).Status);
        Assert.Equal(200, (await _system.GetAsync($"/ops/incidents/{disposition.IncidentId}")).Status);
        Assert.True(await _system.IsHealthyAsync());
    }

    [SharedDataFact(FolderVariable)]
    public async Task Every_captured_payload_of_Azure_Monitor_is_accepted_with_a_disposition_or_refused_by_name()
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable(FolderVariable)!, "payloads");
        var files = Directory.GetFiles(folder, "azure*.json");
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var answer = await _system.PostAlertAsync(await File.ReadAllBytesAsync(file));
            if (answer.Status == 400)
            {
                Assert.False(string.IsNullOrEmpty(answer.Field), $"{file}: {answer.Body}");
                continue;
            }

            foreach (var id in answer.Ids)
            {
                var disposition = await _system.DispositionAsync(id);
                Assert.False(disposition.Kind == DispositionKind.DeadLettered, $"{Path.GetFileName(file)}: {disposition.Reason}");
            }
        }

        Assert.True(await _system.IsHealthyAsync());
    }
}
