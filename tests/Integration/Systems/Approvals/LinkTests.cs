using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Approvals;

/// <summary>Whoever reads a card, a scanner, a forger: opening links changes nothing, and only our own link shows anything.</summary>
public sealed class LinkTests(WaitingIncident waiting) : IClassFixture<WaitingIncident>
{
    [Fact]
    public async Task Opening_the_link_a_hundred_times_changes_nothing()
    {
        var before = await waiting.Driver.IncidentAsync(waiting.Id);
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(200, (await waiting.Person.OpenAsync(waiting.Link)).Status);
            Assert.Equal(200, (await waiting.Person.OpenAsync(waiting.Link, HttpMethod.Head)).Status);
            Assert.Equal(200, (await waiting.Person.OpenAsync(waiting.Link.Replace("d=approve", "d=reject", StringComparison.Ordinal))).Status);
        }

        await waiting.AssertUntouchedAsync(before);
    }

    [Fact]
    public async Task The_page_shows_the_plan_and_a_form_and_is_never_cached()
    {
        using var response = await waiting.Driver.Http.GetAsync(new Uri(waiting.Link, UriKind.Relative));
        var page = await response.Content.ReadAsStringAsync();

        Assert.Contains("app-shop-checkout", page, StringComparison.Ordinal);
        Assert.Contains("<form method=\"post\"", page, StringComparison.Ordinal);
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.Contains("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("same-origin", response.Headers.GetValues("Referrer-Policy").Single());
    }

    [Fact]
    public async Task A_token_with_any_letter_changed_is_refused()
    {
        var before = await waiting.Driver.IncidentAsync(waiting.Id);
        var token = waiting.Token;
        for (var i = 0; i < token.Length; i++)
        {
            var forged = $"{token[..i]}{(token[i] == 'A' ? 'B' : 'A')}{token[(i + 1)..]}";
            await AssertRefusedAsync(forged, "This link");
        }

        await waiting.AssertUntouchedAsync(before);
    }

    [Fact]
    public async Task A_token_that_was_cut_off_or_grew_is_refused()
    {
        var token = waiting.Token;
        foreach (var length in new[] { 0, 1, 2, 10, token.Length / 2, token.LastIndexOf('.'), token.Length - 1 })
        {
            await AssertRefusedAsync(token[..length], "This link");
        }

        foreach (var other in new[] { token + "A", token + ".", "." + token, token + token, new string('A', 5000), "l2.../../keys.x.y", "l2.k1." })
        {
            await AssertRefusedAsync(other, "This link");
        }
    }

    [Fact]
    public async Task A_link_without_a_token_is_refused()
    {
        var page = await waiting.Person.OpenAsync("/ops/approve");

        Assert.Equal(403, page.Status);
        Assert.Contains("not complete", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_of_another_environment_is_refused()
    {
        var foreign = new LinkSigner(waiting.Driver.Service<ILinkKeys>(), "production", waiting.Driver.Clock);

        await AssertRefusedAsync(foreign.Sign((await ClaimsAsync()) with { Environment = "production" }), "another environment");
    }

    [Fact]
    public async Task A_link_of_ours_for_anything_but_what_was_asked_is_refused()
    {
        var signer = waiting.Driver.Service<LinkSigner>();
        var claims = await ClaimsAsync();

        await AssertRefusedAsync(signer.Sign(claims with { Purpose = "undo" }), "something else");
        await AssertRefusedAsync(signer.Sign(claims with { IncidentId = "INC-20260101-aaaaaa" }), "no incident");
        await AssertRefusedAsync(signer.Sign(claims with { ApprovalId = $"{waiting.Id}.restart.7" }), "Nobody is asked");
        await AssertRefusedAsync(signer.Sign(claims with { StepId = "other" }), "Nobody is asked");
        await AssertRefusedAsync(signer.Sign(claims with { PlanHash = new string('0', 64) }), "another plan");
        await AssertRefusedAsync(signer.Sign(claims with { Expires = waiting.Driver.Clock.GetUtcNow().AddSeconds(-2) }), "expired");
    }

    [Fact]
    public async Task A_link_expires_with_its_time()
    {
        await using var driver = (await WaitingIncident.StartAsync()).Driver;
        var person = new ApprovalClient(driver);
        var incident = Assert.Single(await driver.IncidentsAsync()).Id;
        var link = await person.LinkAsync(incident);
        var form = await person.FillAsync(link);

        await driver.AdvanceAsync(TimeSpan.FromHours(26));
        var page = await person.OpenAsync(link);
        var post = await person.SendAsync(form);

        Assert.Equal((403, 403), (page.Status, post.Status));
        Assert.Contains("expired", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain((await driver.IncidentAsync(incident)).Facts.OfType<Fact.Decided>(), d => d.Outcome == DecisionOutcome.Approved);
        Assert.Empty(await driver.ChangesAsync());
    }

    private async Task<ApprovalClaims> ClaimsAsync() =>
        waiting.Driver.Service<ApprovalDesk>().ClaimsOf(waiting.Id, (await waiting.Driver.IncidentAsync(waiting.Id)).Facts.OfType<Fact.Asked>().Last());

    private async Task AssertRefusedAsync(string token, string reason)
    {
        var page = await waiting.Person.OpenAsync($"/ops/approve?t={Uri.EscapeDataString(token)}&d=approve");
        Assert.True(page.Status == 403, $"{token}: {page.Status}");
        Assert.Contains(reason, page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<form", page.Body, StringComparison.Ordinal);
    }
}
