using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Functions.Hosting;

namespace OpsAutomation.Unit.Functions.Hosting;

public sealed class EasyAuthUsersTests
{
    private const string Client = "6f1c3c1e-2b43-4c5b-9d3e-1f0a6b7c8d9e";

    [Theory]
    [InlineData("True", "/ops/approve", true)]
    [InlineData("True", "/OPS", true)]
    [InlineData("True", "/api/approvals/inc-1", true)]
    [InlineData("True", "/api/holds", true)]
    [InlineData("True", "/api/alerts", true)]
    [InlineData("True", "/api/alerts/al-20261124-1", true)]
    [InlineData("True", "/api/alerts/azure-monitor", false)]
    [InlineData("True", "/api/alerts/azure-monitor/", false)]
    [InlineData("True", "/API/Alerts/AZURE-MONITOR/more", false)]
    [InlineData("True", "/runtime/webhooks/eventgrid", false)]
    [InlineData("False", "/ops/approve", false)]
    [InlineData(null, "/ops/approve", false)]
    [InlineData("yes", "/ops/approve", false)]
    public void The_principal_counts_only_where_the_platform_checks_it(string? on, string path, bool known) =>
        Assert.Equal(known ? "ana@shop.test" : null, Users(on).Identify(Request(path), "bob")?.Name);

    [Theory]
    [InlineData("", OpsRole.None)]
    [InlineData("Ops.Reader", OpsRole.Reader)]
    [InlineData("Ops.Operator Ops.Reader", OpsRole.Operator)]
    [InlineData("Ops.Admin", OpsRole.Admin)]
    [InlineData("Ops.4 ops.admin Ops.Owner Admin Ops. Ops.None", OpsRole.None)]
    public void App_roles_say_what_somebody_may_do_and_nothing_else_does(string roles, OpsRole expected) =>
        Assert.Equal(expected, Users().Identify(Request(claims: [.. roles.Split(' ').Select(r => ("roles", r))]), null)!.Role);

    [Fact]
    public void A_deployment_may_let_everybody_who_is_signed_in_decide_where_they_are_asked()
    {
        var users = Users(signedIn: OpsRole.Approver);

        Assert.Equal(OpsRole.Approver, users.Identify(Request(), null)!.Role);
        Assert.Equal(OpsRole.Admin, users.Identify(Request(claims: [("roles", "Ops.Admin")]), null)!.Role);
        Assert.Contains("Operator", Assert.Single(new OpsOptions { PublicOrigin = new("https://o.test"), TopicEndpoint = new("https://t.test"), RoleOfSignedIn = OpsRole.Operator }.Problems()), StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_come_from_the_token()
    {
        var user = Users().Identify(Request(claims: [("groups", "g-1"), ("groups", "g-2"), ("groups", "G-1")]), null)!;

        Assert.Equal(["g-1", "g-2"], user.Groups);
        Assert.Null(user.GroupsMissing);
    }

    [Theory]
    [InlineData("_claim_names", """{"groups":"src1"}""")]
    [InlineData("hasgroups", "true")]
    public void Who_is_in_more_groups_than_a_token_carries_is_told_so(string claim, string value)
    {
        var user = Users().Identify(Request(claims: [(claim, value)]), null)!;

        Assert.Empty(user.Groups);
        Assert.Contains("more groups than a token carries", user.GroupsMissing, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Client, true)]
    [InlineData("api://" + Client, true)]
    [InlineData("https://management.azure.com", false)]
    [InlineData("", false)]
    public void A_token_for_another_audience_is_nobodys(string audience, bool accepted)
    {
        var request = Request(claims: [("aud", audience), ("roles", "Ops.Admin")]);

        Assert.Equal(accepted, Users().Identify(request, null) is not null);
        Assert.Equal(accepted ? null : "The token is for another application.", Users().WhyNobody(request));
    }

    [Theory]
    [InlineData("not base64")]
    [InlineData("bm90IGpzb24=")]
    [InlineData("W10=")]
    [InlineData("")]
    public void A_principal_that_cannot_be_read_is_nobodys(string principal)
    {
        var request = Request();
        request.Headers[EasyAuthUsers.PrincipalHeader] = principal;

        Assert.Null(Users().Identify(request, null));
        Assert.Contains("cannot be read", Users().WhyNobody(request), StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_that_stands_twice_was_not_set_by_the_platform_alone()
    {
        var (twice, many) = (Request(), Request());
        twice.Headers[EasyAuthUsers.NameHeader] = new(["ana@shop.test", "mallory@shop.test"]);
        many.Headers[EasyAuthUsers.PrincipalHeader] = new([Principal([]), Principal([("roles", "Ops.Admin")])]);

        Assert.Null(Users().Identify(twice, null));
        Assert.Null(Users().Identify(many, null));
    }

    [Fact]
    public void A_program_is_told_by_its_application()
    {
        var request = Request(claims: [("azp", "a-1"), ("roles", "Ops.Reader")]);
        request.Headers.Remove(EasyAuthUsers.NameHeader);

        Assert.Equal(("app:a-1", OpsRole.Reader), (Users().Identify(request, null)!.Name, Users().Identify(request, null)!.Role));
    }

    private static EasyAuthUsers Users(string? on = "True", OpsRole signedIn = OpsRole.None) => new(
        new ConfigurationBuilder().AddInMemoryCollection([new("WEBSITE_AUTH_ENABLED", on), new("WEBSITE_AUTH_CLIENT_ID", Client)]).Build(),
        new SenderCatalog([new Sender("azure-monitor", [])]),
        new OpsOptions { RoleOfSignedIn = signedIn });

    private static HttpRequest Request(string path = "/ops", params (string Type, string Value)[] claims)
    {
        var context = new DefaultHttpContext();
        context.Request.Path = path;
        context.Request.Headers[EasyAuthUsers.NameHeader] = "ana@shop.test";
        context.Request.Headers[EasyAuthUsers.PrincipalHeader] = Principal(claims);
        return context.Request;
    }

    private static string Principal((string Type, string Value)[] claims) => Convert.ToBase64String(Encoding.UTF8.GetBytes(new JsonObject
    {
        ["auth_typ"] = "aad",
        ["claims"] = new JsonArray([.. claims.Select(c => new JsonObject { ["typ"] = c.Type, ["val"] = c.Value })]),
        ["name_typ"] = "name",
        ["role_typ"] = "roles",
    }.ToJsonString()));
}
