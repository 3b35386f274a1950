using System.Text.Json;
using OpsAutomation.Core.Alerts.Sources;

namespace OpsAutomation.Unit.Core.Alerts.Sources.Aws;

/// <summary>Two messages are never one alert because they share an id: the second would be taken for a redelivery, and nobody would hear of it.</summary>
public sealed class SnsIdTests
{
    [Fact]
    public void The_id_of_a_message_is_of_its_content_too()
    {
        Assert.Equal(IdOf("disk is full", "2026-11-24T12:00:00Z"), IdOf("disk is full", "2026-11-24T12:00:00Z"));
        Assert.NotEqual(IdOf("disk is full", "2026-11-24T12:00:00Z"), IdOf("database is down", "2026-11-24T12:00:00Z"));
    }

    private static string IdOf(string message, string at)
    {
        var body = JsonSerializer.SerializeToElement(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Type"] = "Notification",
            ["MessageId"] = "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
            ["TopicArn"] = "arn:aws:sns:eu-west-1:123456789012:ops-alerts",
            ["Message"] = message,
            ["Timestamp"] = at,
        });
        Assert.True(AlertSources.All.TryFind("aws", out var source));
        return Assert.Single(AlertSources.All.Split(source, body).Items).Id;
    }
}
