using Azure.Identity;
using Microsoft.Extensions.DependencyInjection;
using OpsAutomation.Integrations;

namespace OpsAutomation.Unit.Integrations;

public sealed class IntegrationsOptionsTests
{
    [Fact]
    public void Wrong_options_are_told_all_at_once_when_they_are_registered()
    {
        var options = new IntegrationsOptions { PricesPath = "/nowhere/prices.yaml", TopicEndpoint = new Uri("http://topic") };
        options.Arm.Endpoint = new Uri("http://management");
        options.Arm.Timeout = TimeSpan.FromMinutes(5);
        var error = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddIntegrations(options));
        foreach (var name in new[] { "PricesPath", "Credential", "TopicEndpoint", "Arm:Endpoint", "Arm:Timeout", "No channel" })
        {
            Assert.Contains(name, error.Message);
        }
    }

    [Fact]
    public void Right_options_have_no_problems()
    {
        var options = new IntegrationsOptions { Credential = new DefaultAzureCredential(), TopicEndpoint = new Uri("https://topic.example.com/api/events") };
        options.Teams.WebhookUrl = new Uri("https://example.com/hook");
        Assert.Empty(options.Problems());
    }
}
