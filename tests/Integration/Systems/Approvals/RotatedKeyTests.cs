using System.Text.Json.Nodes;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Approvals.Links;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Approvals;

/// <summary>Keys that are replaced and links that are taken back, while an incident waits behind one.</summary>
public sealed class RotatedKeyTests
{
    [Fact]
    public async Task A_link_of_before_a_rotation_still_opens_and_a_new_one_has_the_new_key_also_after_a_restart()
    {
        var waiting = await WaitingIncident.StartAsync();
        await using var driver = waiting.Driver;

        var rotated = await PostAsync(driver, "rotate", new JsonObject { ["user"] = "ana", ["reason"] = "Half a year is over." });
        Assert.Equal((200, 200), (rotated.Status, (await waiting.Person.OpenAsync(waiting.Link)).Status));
        await driver.RestartAsync();
        var keys = (await driver.GetAsync("/api/link-keys")).Json;

        Assert.Equal(["k2 signs", "k1 accepted"], keys["keys"]!.AsArray().Select(k => $"{k!["id"]} {k["state"]}"));
        Assert.Equal(200, (await waiting.Person.OpenAsync(waiting.Link)).Status);
        Assert.StartsWith("l2.k2.", ApprovalClient.TokenOf(await waiting.Person.LinkAsync(waiting.Id)), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", keys.ToJsonString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(200, (await waiting.Person.DecideAsync(waiting.Id)).Status);
    }

    [Fact]
    public async Task A_token_that_is_made_with_a_replaced_key_is_refused()
    {
        var waiting = await WaitingIncident.StartAsync();
        await using var driver = waiting.Driver;
        var stolen = driver.Service<ILinkKeyRing>().Current;
        await PostAsync(driver, "rotate", new JsonObject { ["user"] = "ana", ["reason"] = "It was on a laptop that is gone." });
        await driver.AdvanceAsync(TimeSpan.FromMinutes(6));

        var asked = (await driver.IncidentAsync(waiting.Id)).Facts.OfType<Fact.Asked>().Last();
        var forged = new LinkSigner(new OneKey(stolen), driver.Local.Catalog.Routing.Environment, driver.Clock).Sign(driver.Service<ApprovalDesk>().ClaimsOf(waiting.Id, asked));
        var page = await waiting.Person.OpenAsync($"/ops/approve?t={Uri.EscapeDataString(forged)}");

        Assert.Equal(403, page.Status);
        Assert.Contains("old key", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_taken_back_opens_nothing_and_decides_nothing()
    {
        var waiting = await WaitingIncident.StartAsync();
        await using var driver = waiting.Driver;
        var form = await waiting.Person.FillAsync(waiting.Link);
        var before = await driver.IncidentAsync(waiting.Id);

        Assert.Equal(200, (await PostAsync(driver, "revoke", new JsonObject { ["link"] = waiting.Link, ["user"] = "ana", ["reason"] = "Wrong channel." })).Status);
        foreach (var answer in new[] { await waiting.Person.OpenAsync(waiting.Link), await waiting.Person.SendAsync(form) })
        {
            Assert.Equal(403, answer.Status);
            Assert.Contains("taken back by ana: Wrong channel.", answer.Body, StringComparison.Ordinal);
        }

        Assert.Equal(403, (await waiting.Person.DecideByApiAsync(waiting.Id, token: waiting.Token)).Status);
        await waiting.AssertUntouchedAsync(before);

        // Of the incident, only what was signed until now; the key of today, and with it every link.
        await driver.AdvanceAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(200, (await waiting.Person.OpenAsync(await waiting.Person.LinkAsync(waiting.Id))).Status);
        Assert.Equal(200, (await PostAsync(driver, "revoke", new JsonObject { ["incident"] = waiting.Id, ["user"] = "ana", ["reason"] = "All of them." })).Status);
        var old = await waiting.Person.LinkAsync(waiting.Id);
        Assert.Equal(403, (await waiting.Person.OpenAsync(old)).Status);
        Assert.Equal(200, (await PostAsync(driver, "revoke", new JsonObject { ["key"] = "k1", ["user"] = "ana", ["reason"] = "It leaked." })).Status);
        await driver.AdvanceAsync(TimeSpan.FromSeconds(2));
        var fresh = await waiting.Person.LinkAsync(waiting.Id);
        Assert.StartsWith("l2.k2.", ApprovalClient.TokenOf(fresh), StringComparison.Ordinal);
        Assert.Equal(200, (await waiting.Person.OpenAsync(fresh)).Status);
        Assert.Equal(["k2 signs", "k1 revoked"], (await driver.GetAsync("/api/link-keys")).Json["keys"]!.AsArray().Select(k => $"{k!["id"]} {k["state"]}"));
    }

    [Theory]
    [InlineData("""{"user":"ana","reason":"r"}""", 400)]
    [InlineData("""{"key":"k1","link":"x","user":"ana","reason":"r"}""", 400)]
    [InlineData("""{"key":"k1","user":"ana"}""", 400)]
    [InlineData("""{"key":"k1","user":"mallory","reason":"r"}""", 401)]
    [InlineData("""{"key":"../k1","user":"ana","reason":"r"}""", 409)]
    [InlineData("""{"link":"https://evil.test/?t=x","user":"ana","reason":"r"}""", 409)]
    public async Task Nothing_is_taken_back_by_half(string body, int status)
    {
        await using var driver = await LocalSystemDriver.StartAsync();

        Assert.Equal(status, (await PostAsync(driver, "revoke", JsonNode.Parse(body)!)).Status);
        Assert.Empty((await driver.GetAsync("/api/link-keys")).Json["revocations"]!.AsArray());
    }

    private static Task<Answer> PostAsync(LocalSystemDriver driver, string what, JsonNode body) => driver.PostAsync($"/api/link-keys/{what}", body);

    private sealed class OneKey(LinkKey key) : ILinkKeys
    {
        public LinkKey Current => key;

        public LinkKey? Find(string id) => key;
    }
}
