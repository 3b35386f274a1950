using System.Text;
using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Senders;

/// <summary>The catalogue that is shipped serves every source that this version reads, and none of them without a proof.</summary>
public sealed class ShippedSourcesTests(SharedSystem shared) : IClassFixture<SharedSystem>
{
    private readonly LocalSystemDriver _system = shared.Driver;

    public static TheoryData<string> Names => [.. AlertSources.All.Names, "generic-jenkins"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_source_is_listed_closed_to_strangers_and_open_to_the_local_key(string source)
    {
        Assert.NotNull(_system.Service<SenderCatalog>().Find(source));
        using var content = new StringContent("[]", Encoding.UTF8, "application/json");
        using var stranger = await _system.Http.PostAsync(new Uri($"/api/alerts/{source}", UriKind.Relative), content);

        Assert.Equal((source, 401), (source, (int)stranger.StatusCode));
        Assert.NotEqual((source, 401), (source, (await _system.PostAlertAsync("[]"u8.ToArray(), source: source)).Status));
    }

    [Fact]
    public async Task A_build_that_the_catalogue_describes_is_taken_and_explained()
    {
        var body = """{"name":"shop-web-deploy","url":"job/shop-web-deploy/","build":{"number":7,"phase":"FINALIZED","status":"FAILURE"}}"""u8.ToArray();
        var id = Assert.Single((await _system.PostAlertAsync(body, source: "generic-jenkins")).Ids);

        Assert.Equal("Opened", (await _system.DispositionAsync(id)).Kind.ToString());
    }

    [Fact]
    public void No_shipped_source_is_for_one_machine_alone() => Assert.Empty(_system.Service<SenderCatalog>().ProblemsOutsideOneMachine());
}
