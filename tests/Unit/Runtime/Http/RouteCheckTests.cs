using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using OpsAutomation.Runtime.Functions;
using OpsAutomation.Runtime.Http;

namespace OpsAutomation.Unit.Runtime.Http;

public sealed class RouteCheckTests
{
    [Fact]
    public void Broken_reserved_and_clashing_routes_are_all_named()
    {
        var problems = RouteChecks.Problems(FunctionCatalog.Discover([typeof(Routes)]), "").ToList();

        Assert.Collection(
            problems.Order(StringComparer.Ordinal),
            p => Assert.Contains("'Broken': the route 'a/{b' is not valid", p),
            p => Assert.Contains("'Reserved': the route 'runtime/x' begins with 'runtime'", p),
            p => Assert.Contains("'Strange': the route 'x/{y:purple}' has an unknown constraint 'purple'", p),
            p => Assert.Contains("'Clash' and 'Other' have the same route", p));
        Assert.DoesNotContain(RouteChecks.Problems(FunctionCatalog.Discover([typeof(Routes)]), "api"), p => p.Contains("Reserved", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("api", "x", "/api/x")]
    [InlineData("", "x", "/x")]
    [InlineData("/api/", "", "/api")]
    [InlineData("", "", "/")]
    public void Prefix_and_route_are_joined(string prefix, string route, string full) => Assert.Equal(full, RouteChecks.FullRoute(prefix, route));

    public static class Routes
    {
        [Function("Broken")]
        public static void Broken([HttpTrigger(Route = "a/{b")] HttpRequest request)
        {
        }

        [Function("Strange")]
        public static void Strange([HttpTrigger(Route = "x/{y:purple}")] HttpRequest request)
        {
        }

        [Function("Reserved")]
        public static void Reserved([HttpTrigger(Route = "runtime/x")] HttpRequest request)
        {
        }

        [Function("Clash")]
        public static void Clash([HttpTrigger("get", "post", Route = "same/{id}")] HttpRequest request)
        {
        }

        [Function("Other")]
        public static void Other([HttpTrigger("post", Route = "same/{name}")] HttpRequest request)
        {
        }

        [Function("NoClash")]
        public static void NoClash([HttpTrigger("delete", Route = "same/{name}")] HttpRequest request)
        {
        }
    }
}
