using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Unit.Core.Alerts.Samples;

namespace OpsAutomation.Unit.Core.Alerts.Intake;

public sealed class RedactionTests
{
    [Theory]
    [InlineData("https://x.blob.core.windows.net/c?sv=2024&sig=canary%2Fabc%3D&se=2027")]
    [InlineData("https://h.test/hook?code=canary")]
    [InlineData("https%3A%2F%2Fh.test%3Fa%3D1%26sig%3Dcanary")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=a;AccountKey=canary==;EndpointSuffix=x")]
    [InlineData("Server=db;User Id=sa;Password=canary;")]
    [InlineData("Authorization: Bearer canary0123456789abcdef")]
    [InlineData("https://ana:canary@git.test/repo")]
    [InlineData("token eyJhbGciOiJIUzI1NiJ9.eyJjYW5hcnkiOiJjYW5hcnkifQ.canarycanary")]
    [InlineData("ghp_canary0123456789abcdefghij0123")]
    [InlineData("sig=canary%2Fabc&se=2027")]
    [InlineData("Server=db;Password='canary with blanks';")]
    [InlineData("Server=db;Pwd=\"canary 2\";")]
    [InlineData("x-functions-key: canary")]
    [InlineData("Authorization: ApiKey canary")]
    [InlineData("Set-Cookie: session=canary; Path=/")]
    [InlineData("https://hooks.slack.com/services/T0/B0/canary")]
    [InlineData("https://shop.webhook.office.com/webhookb2/canary@x/IncomingWebhook/canary")]
    [InlineData("{\"a\":1,\"password\":\"canary\",\"a\":2}")]
    [InlineData("{\"dbPassword\" : \"can\\\"ary canary")]
    [InlineData("{\\\"clientSecret\\\":\\\"canary\\\"")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIcanary\n-----END RSA PRIVATE KEY-----")]
    public void Text_that_looks_like_a_secret_is_hidden(string text)
    {
        var redacted = Redaction.Text(text);
        Assert.DoesNotContain("canary", redacted, StringComparison.Ordinal);
        Assert.Contains(Redaction.Mark, redacted, StringComparison.Ordinal);
        Assert.Equal(redacted, Redaction.Text(redacted));
    }

    [Theory]
    [InlineData("password")]
    [InlineData("dbPassword")]
    [InlineData("client_secret")]
    [InlineData("x-api-key")]
    [InlineData("connectionString")]
    [InlineData("connection_string")]
    [InlineData("SecretValue")]
    [InlineData("ACCESS_TOKEN")]
    [InlineData("primaryKey1")]
    [InlineData("apikey")]
    public void A_field_named_like_a_secret_is_hidden_whatever_it_holds(string name)
    {
        Assert.True(SecretNames.IsSecret(name));
        var json = Redaction.Json(AzureSamples.Json("""{"a":{"@":"canary"},"b":[{"@":{"deep":["canary",4711]}}],"c":{"name":"@","value":"canary"}}""".Replace("@", name, StringComparison.Ordinal)));
        Assert.DoesNotContain("canary", json, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("customKey1")]
    [InlineData("key")]
    [InlineData("dedup_key")]
    [InlineData("secretName")]
    [InlineData("tokenExpiry")]
    [InlineData("statusCode")]
    [InlineData("monitoringService")]
    [InlineData("")]
    public void A_harmless_name_is_left_alone(string name) => Assert.False(SecretNames.IsSecret(name));

    [Fact]
    public void An_e_mail_address_stays() => Assert.Equal("ana@shop.test asked for it", Redaction.Text("ana@shop.test asked for it"));

    [Fact]
    public void Claims_keep_only_the_name()
    {
        var json = Redaction.Json(AzureSamples.Json(AzureSamples.ActivityLog));
        Assert.Contains("Ana Admin", json, StringComparison.Ordinal);
        Assert.DoesNotContain("claim-canary", json, StringComparison.Ordinal);
        Assert.DoesNotContain("203.0.113.9", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_inside_json_inside_a_string_are_found() =>
        Assert.DoesNotContain("canary", Redaction.Json(AzureSamples.Json("""{"p":"{\"inner\":{\"password\":\"canary\"}}"}""")), StringComparison.Ordinal);

    [Fact]
    public void Redacting_twice_changes_nothing_more()
    {
        foreach (var sample in AzureSamples.All.Values)
        {
            var once = Redaction.Json(AzureSamples.Json(sample));
            Assert.Equal(once, Redaction.Json(AzureSamples.Json(once)));
        }
    }

    [Fact]
    public void A_megabyte_of_almost_secrets_takes_no_time_to_speak_of()
    {
        var text = string.Concat(Enumerable.Repeat("password=https://a:b", 12_000));
        var redacted = Redaction.Text(text);
        Assert.True(redacted.Length > 0);
    }
}
