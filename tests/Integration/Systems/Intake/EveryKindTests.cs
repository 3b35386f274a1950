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

    [Fact]
    public async Task Every_payload_of_Azure_Monitor_that_is_at_hand_is_accepted_with_a_disposition_or_refused_by_name()
    {
        // Captured payloads where a folder of them is named; the samples that everybody has otherwise.
        var folder = Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named
            ? Path.Combine(named, "payloads")
            : Path.Combine(CommandLine.Root, "local", "Cli", "Samples");
        var files = Directory.GetFiles(folder, "*.json").Where(f => folder.EndsWith("Samples", StringComparison.Ordinal) || Path.GetFileName(f).StartsWith("azure", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var answer = await _system.PostAlertAsync((await File.ReadAllTextAsync(file)).Replace("{{now}}", "2026-11-24T09:00:00Z", StringComparison.Ordinal));
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
