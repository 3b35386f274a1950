using System.Text.Json;
using OpsAutomation.Core.Alerts.Intake;

namespace OpsAutomation.Unit.Core.Alerts.Intake;

/// <summary>A body is kept as sent only where redaction would change nothing of it.</summary>
public sealed class SecretLookTests
{
    [Theory]
    [InlineData("""{"rule": "cpu-high", "value": 92.4, "fired": true, "none": null, "list": ["a", {"b": "Percentage CPU"}]}""")]
    [InlineData("""{"dimensions": [{"name": "tier", "value": "web"}]}""")]
    [InlineData("""{}""")]
    public void A_body_without_secrets_is_harmless(string json)
    {
        using var document = JsonDocument.Parse(json);
        Assert.True(SecretLook.IsHarmless(document.RootElement));
        Assert.True(JsonElement.DeepEquals(document.RootElement, Parse(Redaction.Json(document.RootElement))));
    }

    [Theory]
    [InlineData("""{"password": "hunter22"}""")]
    [InlineData("""{"a": [{"clientSecret": 4711}]}""")]
    [InlineData("""{"name": "password", "value": "hunter22"}""")]
    [InlineData("""{"Key": "api-key", "Value": "hunter22"}""")]
    [InlineData("""{"claims": {"x": "hunter22"}}""")]
    [InlineData("""{"p\u0061ssword": "hunter22"}""")]
    [InlineData("""{"text": "{\"password\": \"hunter22\"}"}""")]
    [InlineData("""{"text": " [1]"}""")]
    [InlineData("""{"text": "Bearer abcdefghijklmnopqrst"}""")]
    [InlineData("""{"text": "https://x.example.org/?sig\u003dabcdefgh"}""")]
    [InlineData("""{"text": "\u212Aelvin"}""")]
    [InlineData("""{"text": "grün"}""")]
    public void What_may_hold_one_is_looked_at_closely(string json)
    {
        using var document = JsonDocument.Parse(json);
        Assert.False(SecretLook.IsHarmless(document.RootElement));
    }

    [Fact]
    public void A_text_too_long_for_a_glance_is_looked_at_closely()
    {
        using var document = JsonDocument.Parse($$"""{"text": "{{new string('x', 5000)}}"}""");
        Assert.False(SecretLook.IsHarmless(document.RootElement));
    }

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
