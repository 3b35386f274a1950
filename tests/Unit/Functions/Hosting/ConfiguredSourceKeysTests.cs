using Microsoft.Extensions.Configuration;
using OpsAutomation.Functions.Hosting;

namespace OpsAutomation.Unit.Functions.Hosting;

public sealed class ConfiguredSourceKeysTests
{
    private const string Secret = "sixteen-characters-or-more";

    [Fact]
    public void Two_keys_of_a_name_are_active_and_dashes_may_be_underscores()
    {
        var keys = Read(("azure_monitor:0", Secret), ("azure_monitor:1", Secret + "-old"), ("pagerduty:0", Secret));

        Assert.Empty(keys.Problems);
        Assert.Equal((2, 1, 0), (keys.Find("azure-monitor").Count, keys.Find("pagerduty").Count, keys.Find("grafana").Count));
        Assert.True(keys.Find("azure-monitor")[1].Is(Secret + "-old"));
    }

    [Theory]
    [InlineData("a:0", "short")]
    [InlineData("a:0", "")]
    [InlineData("a", Secret)]
    public void What_is_wrong_is_named_and_no_secret_is_told(string name, string value)
    {
        var problem = Assert.Single(Read((name, value)).Problems);

        Assert.Contains("Ops:SourceKeys:a", problem, StringComparison.Ordinal);
        Assert.False(value.Length > 0 && problem.Contains(value, StringComparison.Ordinal));
    }

    [Fact]
    public void Three_keys_are_too_many() => Assert.Single(Read(("a:0", Secret), ("a:1", Secret), ("a:2", Secret)).Problems);

    private static ConfiguredSourceKeys Read(params (string Name, string Value)[] values) => ConfiguredSourceKeys.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(v => new KeyValuePair<string, string?>($"Ops:SourceKeys:{v.Name}", v.Value)))
        .Build()
        .GetSection("Ops:SourceKeys"));
}
