using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using OpsAutomation.Functions.Hosting;

namespace OpsAutomation.Unit.Functions.Hosting;

public sealed class EasyAuthUsersTests
{
    [Theory]
    [InlineData("True", "/ops/approve", true)]
    [InlineData("True", "/OPS", true)]
    [InlineData("True", "/api/approvals/inc-1", true)]
    [InlineData("True", "/api/alerts/azure-monitor", false)]
    [InlineData("True", "/api/health", false)]
    [InlineData("True", "/opsx", false)]
    [InlineData("False", "/ops/approve", false)]
    [InlineData(null, "/ops/approve", false)]
    public void The_principal_counts_only_where_the_platform_checks_it(string? on, string path, bool known)
    {
        var users = new EasyAuthUsers(new ConfigurationBuilder().AddInMemoryCollection([new("WEBSITE_AUTH_ENABLED", on)]).Build());
        var context = new DefaultHttpContext();
        context.Request.Path = path;
        context.Request.Headers["X-MS-CLIENT-PRINCIPAL-NAME"] = "ana@shop.test";

        Assert.Equal(known ? "ana@shop.test" : null, users.Identify(context.Request, "bob")?.Name);
    }
}
