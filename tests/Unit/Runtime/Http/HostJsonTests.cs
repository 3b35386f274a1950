using OpsAutomation.Runtime.Functions;
using OpsAutomation.Runtime.Hosting;

namespace OpsAutomation.Unit.Runtime.Http;

public sealed class HostJsonTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Without_a_file_the_defaults_of_the_functions_host_hold() => Assert.Equal("api", HostJson.Read(null).RoutePrefix);

    [Fact]
    public void What_is_obeyed_is_read()
    {
        File.WriteAllText(
            _file,
            """{"version":"2.0","extensions":{"http":{"routePrefix":"/v1/"},"durableTask":{"defaultVersion":"3","maxConcurrentActivityFunctions":4}},}""");

        var read = HostJson.Read(_file);

        Assert.Equal(("v1", "3", 4, null), (read.RoutePrefix, read.DefaultVersion, read.MaxConcurrentActivities, read.MaxConcurrentOrchestrators));
    }

    [Fact]
    public void Every_problem_is_named_at_once()
    {
        File.WriteAllText(
            _file,
            """{"version":"1.0","extensions":{"http":{"routePrefix":5},"durableTask":{"maxConcurrentActivityFunctions":0}}}""");

        Assert.Equal(3, Assert.Throws<HostStartException>(() => HostJson.Read(_file)).Problems.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    public void What_is_no_host_json_is_refused(string text)
    {
        File.WriteAllText(_file, text);

        Assert.Throws<HostStartException>(() => HostJson.Read(_file));
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains("nowhere.json", Assert.Throws<HostStartException>(() => HostJson.Read("nowhere.json")).Message);
}
