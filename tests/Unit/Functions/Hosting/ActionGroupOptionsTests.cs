using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Functions.Hosting;

namespace OpsAutomation.Unit.Functions.Hosting;

public sealed class ActionGroupOptionsTests
{
    private static readonly ActionGroupOptions Ours = new() { Tenant = "11111111-1111-1111-1111-111111111111", Audience = "api://webhook" };

    private static readonly SenderCatalog Senders = new([
        new Sender("azure-monitor", [new SourceScheme.FunctionKey()]) { Services = ["*"] },
        new Sender("grafana", [new SourceScheme.Bearer()]),
    ]);

    [Fact]
    public void The_secure_webhook_is_let_in_beside_what_the_catalogue_says()
    {
        var added = Ours.AddTo(Senders);

        var schemes = added.Find("azure-monitor")!.Authentication;
        var entra = Assert.IsType<SourceScheme.Entra>(schemes[0]);
        Assert.Equal(Ours.Tenant, entra.Tenant);
        Assert.Equal(["api://webhook"], entra.Audiences);
        Assert.Equal([ActionGroupOptions.Caller], entra.Apps);
        Assert.Equal([ActionGroupOptions.Role], entra.Roles);
        Assert.IsType<SourceScheme.FunctionKey>(schemes[1]);
        Assert.Equal(["*"], added.Find("azure-monitor")!.Services);
        Assert.Single(added.Find("grafana")!.Authentication);
    }

    [Fact]
    public void Nothing_changes_where_there_is_none_or_the_catalogue_has_no_such_source()
    {
        Assert.Same(Senders, new ActionGroupOptions { Tenant = "", Audience = "" }.AddTo(Senders));
        Assert.Same(SenderCatalog.Empty, Ours.AddTo(SenderCatalog.Empty));
    }

    [Theory]
    [InlineData("11111111-1111-1111-1111-111111111111", "", "needs both")]
    [InlineData("", "api://webhook", "needs both")]
    [InlineData("contoso", "api://webhook", "must be the id of a tenant")]
    public void Half_a_webhook_stops_the_start(string tenant, string audience, string expected)
    {
        var options = new OpsOptions { ActionGroups = new ActionGroupOptions { Tenant = tenant, Audience = audience } };

        Assert.Contains(options.Problems(), p => p.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void An_identity_that_acts_is_named_by_its_client_id_and_links_go_by_a_sign_in_of_the_platform()
    {
        var options = new OpsOptions { OperatorClientId = "operator", SignInPath = "https://evil.example.com/" };

        Assert.Contains(options.Problems(), p => p.Contains("OperatorClientId", StringComparison.Ordinal));
        Assert.Contains(options.Problems(), p => p.Contains("SignInPath", StringComparison.Ordinal));
    }
}
