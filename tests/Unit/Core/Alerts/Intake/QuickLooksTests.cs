using System.Text;
using System.Text.Json;
using OpsAutomation.Core.Alerts.Intake;

namespace OpsAutomation.Unit.Core.Alerts.Intake;

/// <summary>Where intake looks quickly before it looks closely: the quick look never lets pass what the close one would not.</summary>
public sealed class QuickLooksTests
{
    [Theory]
    [InlineData("https://x.blob.core.windows.net/c?sv=1&sig=abcdefgh")]
    [InlineData("sv%3d1%26sig%3dabcdefgh")]
    [InlineData("AccountKey: abcdefgh")]
    [InlineData("PASSWORD: hunter22")]
    [InlineData("Bearer abcdefghijklmnopqrst")]
    [InlineData("basic abcdefghijklmnopqrst")]
    [InlineData("Set-Cookie: a")]
    [InlineData("Proxy-Authorization: a")]
    [InlineData("https://hooks.slack.com/services/T/B/x")]
    [InlineData("https://a.webhook.office.com/webhookb2/x")]
    [InlineData("https://discord.com/api/webhooks/1/x")]
    [InlineData("eyJabcdefghi.abcdefghi.abc")]
    [InlineData("https://user:pass@example.org/")]
    [InlineData("ghp_abcdefghijklmnopqrstuvwxyz")]
    [InlineData("github_pat_abcdefghijklmnopqrstuvwxyz")]
    [InlineData("xoxb-abcdefghijkl")]
    [InlineData("AKIAABCDEFGHIJKLMNOP")]
    [InlineData("AIzaabcdefghijklmnopqrstuvwxyz012345")]
    [InlineData("npm_abcdefghijklmnopqrstuvwxyz0123456")]
    [InlineData("pypi-abcdefghijklmnopqrstuvwxyz0123456")]
    [InlineData("-----BEGIN PRIVATE KEY-----abc")]
    [InlineData("\"password\": \"x\"")]
    [InlineData("ToKen: abcdefgh \u212Aelvin")]
    public void A_text_that_holds_a_secret_is_looked_at(string text)
    {
        Assert.NotEqual(text, SecretPatterns.ReplaceAll(text));
        Assert.True(SecretPatterns.MayHold(text));
    }

    [Theory]
    [InlineData("Percentage CPU")]
    [InlineData("/subscriptions/1/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm1")]
    [InlineData("2026-11-24T08:50:00.000Z")]
    [InlineData("https://portal.example.org/dashboards/shop-web")]
    public void A_plain_text_is_not(string text)
    {
        Assert.False(SecretPatterns.MayHold(text));
        Assert.Equal(text, SecretPatterns.ReplaceAll(text));
    }

    [Theory]
    [InlineData("""{"a": 1, "a": 2}""")]
    [InlineData("""{"a": {"b": [1, {"c": 1, "c": 2}]}}""")]
    [InlineData("""{"a": 1, "\u0061": 2}""")]
    [InlineData("""{"a": "\ud800"}""")]
    [InlineData("""{"\udc00": 1}""")]
    public void A_flaw_is_never_taken_for_clean(string json)
    {
        using var document = JsonDocument.Parse(json);
        Assert.False(JsonCleanliness.IsClean(document.RootElement));
        Assert.NotNull(JsonFlaws.Find(document.RootElement));
    }

    [Fact]
    public void Nesting_beyond_the_limit_is_never_taken_for_clean()
    {
        string Nested(int depth) => new string('[', depth) + new string(']', depth);
        using var most = JsonDocument.Parse(Nested(JsonFlaws.MaxDepth));
        using var more = JsonDocument.Parse(Nested(JsonFlaws.MaxDepth + 1), new JsonDocumentOptions { MaxDepth = 100 });
        Assert.True(JsonCleanliness.IsClean(most.RootElement));
        Assert.False(JsonCleanliness.IsClean(more.RootElement));
    }

    [Fact]
    public void A_body_is_recalled_byte_for_byte_from_its_source_until_its_time_only()
    {
        var bodies = new RecentBodies();
        var (body, now) = (Encoding.UTF8.GetBytes("{}"), new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        var print = BodyPrint.Of("azure-monitor", body);
        Assert.Null(bodies.Find(print, now));
        bodies.Add(print, now.AddHours(1), ["al-1"]);
        Assert.Equal(["al-1"], bodies.Find(print, now));
        Assert.Null(bodies.Find(BodyPrint.Of("grafana", body), now));
        Assert.Null(bodies.Find(print, now.AddHours(1)));
        Assert.Null(bodies.Find(BodyPrint.Of("azure-monitor", "{ }"u8), now));
    }
}
