using System.Text;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Approvals;

/// <summary>An alert whose text is far too long and full of characters that hide or reorder their neighbours, from the intake to page and card.</summary>
public sealed class HostileTextTests
{
    // Right-to-left override, isolates, zero width space and joiner, a byte order mark, a soft hyphen, a tag character, and terminal control.
    private const string Hidden = "\u202E\u2066\u2069\u200B\u200D\uFEFF\u00AD\U000E0041\u001B[2J";

    [Fact]
    public async Task Oversize_fields_and_hidden_characters_reach_neither_page_nor_card_as_they_came()
    {
        await using var driver = await LocalSystemDriver.StartAsync();
        var alert = AzureAlerts.CheckoutErrors(driver.Clock.GetUtcNow(), $"pay{Hidden}lor-${{secret}}-{new string('W', 50_000)}");
        alert["data"]!["essentials"]!["description"] = $"{Hidden} javascript:alert(1) {new string('x', 200_000)}";
        var incident = await driver.IncidentOfAsync(Assert.Single(await driver.FireAsync(alert.ToJsonString())));
        await driver.StatusAsync(incident, IncidentStatus.AwaitingApproval);
        var person = new ApprovalClient(driver);

        foreach (var (name, body, most) in new[]
        {
            ("approval", (await person.OpenAsync(await person.LinkAsync(incident))).Body, 120_000),
            ("incident", (await person.OpenAsync($"/ops/incidents/{incident}")).Body, 200_000),
            ("list", (await person.OpenAsync("/ops")).Body, 60_000),
            ("card", System.Text.RegularExpressions.Regex.Unescape((await driver.CardsAsync())[^1].ToJsonString().Replace("\\\"", "'", StringComparison.Ordinal)), 28_000),
        })
        {
            Assert.True(Encoding.UTF8.GetByteCount(body) < most, $"The {name} has {Encoding.UTF8.GetByteCount(body)} bytes.");
            foreach (var rune in Hidden.EnumerateRunes().Where(r => !Rune.IsLetterOrDigit(r) && r.Value is not ('[' or '2' or 'J')))
            {
                Assert.False(body.Contains(rune.ToString(), StringComparison.Ordinal), $"The {name} holds U+{rune.Value:X4} as it came.");
            }
        }
    }

    [Fact]
    public async Task An_incident_like_one_of_before_shows_how_that_one_ended()
    {
        var waiting = await WaitingIncident.StartAsync();
        await using var driver = waiting.Driver;
        Assert.Contains("None in the last 90 days", (await waiting.Person.OpenAsync(waiting.Link)).Body, StringComparison.Ordinal);
        await waiting.Person.DecideAsync(waiting.Id);
        var first = await driver.StatusAsync(waiting.Id, IncidentStatus.Closed);
        await driver.LetPassAsync(TimeSpan.FromHours(30));

        var second = await driver.IncidentOfAsync(await driver.FireSampleAsync("checkout-errors"));
        Assert.NotEqual(waiting.Id, second);
        await driver.JournalAsync(second, "people are asked or called", f => f.Facts.Any(x => x is Fact.Asked or Fact.EscalatedTo));
        var similar = await driver.Service<OpsAutomation.Functions.Activities.IncidentIndex>().SimilarAsync((await driver.IncidentAsync(second)).Head, default);

        var past = Assert.Single(similar);
        Assert.Equal((waiting.Id, first.Head.Outcome), (past.Incident.Id, past.Incident.Outcome));
        Assert.Equal("same resource, same rule, same category and same service", past.Why);
    }
}
