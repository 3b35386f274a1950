using System.Text;
using System.Text.Json.Nodes;
using OpsAutomation.Core.Approvals;

namespace OpsAutomation.Integration.Systems.Approvals;

public sealed class RefusedDecisionTests(WaitingIncident waiting) : IClassFixture<WaitingIncident>
{
    [Theory]
    [InlineData("antiforgery", null, 403)]
    [InlineData("antiforgery", "f1.k1.AAAA.AAAA", 403)]
    [InlineData("token", null, 403)]
    [InlineData("token", "l2.k1.AAAA.AAAA", 403)]
    [InlineData("user", null, 400)]
    [InlineData("user", "", 400)]
    [InlineData("user", "mallory", 400)]
    [InlineData("user", "automation", 400)]
    [InlineData("user", "system", 400)]
    [InlineData("user", "ANA ", 400)]
    [InlineData("reason", null, 400)]
    [InlineData("reason", "  \n ", 400)]
    [InlineData("decision", null, 400)]
    [InlineData("decision", "perhaps", 400)]
    public async Task A_form_with_a_field_missing_or_wrong_decides_nothing(string field, string? value, int status)
    {
        var before = await waiting.Driver.IncidentAsync(waiting.Id);
        var form = await waiting.Person.FillAsync(waiting.Link);
        form.Remove(field);
        if (value is not null)
        {
            form[field] = value;
        }

        var page = await waiting.Person.SendAsync(form);

        Assert.Equal((field, value, status), (field, value, page.Status));
        Assert.Equal("text/html", page.ContentType);
        await waiting.AssertUntouchedAsync(before);
    }

    [Fact]
    public async Task A_reason_that_is_too_long_decides_nothing_and_is_shown_again()
    {
        var before = await waiting.Driver.IncidentAsync(waiting.Id);
        var form = await waiting.Person.FillAsync(waiting.Link, reason: new string('x', ApprovalDesk.MaxReason + 1));

        Assert.Equal(400, (await waiting.Person.SendAsync(form)).Status);
        await waiting.AssertUntouchedAsync(before);
    }

    [Fact]
    public async Task A_form_that_was_made_for_another_request_decides_nothing()
    {
        var before = await waiting.Driver.IncidentAsync(waiting.Id);
        var form = await waiting.Person.FillAsync(waiting.Link);
        form["antiforgery"] = waiting.Driver.Service<AntiForgery>().Issue("local", $"{waiting.Id}.restart.2");

        Assert.Equal(403, (await waiting.Person.SendAsync(form)).Status);
        await waiting.AssertUntouchedAsync(before);
    }

    [Fact]
    public async Task A_page_of_another_site_cannot_make_a_browser_decide()
    {
        var before = await waiting.Driver.IncidentAsync(waiting.Id);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/ops/approve")
        {
            Content = new FormUrlEncodedContent(await waiting.Person.FillAsync(waiting.Link)),
        };
        request.Headers.Add("Origin", "https://evil.test");
        using var response = await waiting.Driver.Http.SendAsync(request);

        Assert.Equal(403, (int)response.StatusCode);
        await waiting.AssertUntouchedAsync(before);
    }

    [Theory]
    [InlineData("application/json", "{}")]
    [InlineData("text/plain", "decision=approve")]
    [InlineData("multipart/form-data; boundary=x", "no part at all")]
    public async Task What_is_no_form_decides_nothing(string type, string body)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var response = await waiting.Driver.Http.PostAsync(new Uri("/ops/approve", UriKind.Relative), content);

        Assert.Contains((int)response.StatusCode, new[] { 400, 403 });
    }

    [Fact]
    public async Task A_form_without_end_decides_nothing_and_does_not_crash()
    {
        var fields = string.Join('&', Enumerable.Range(0, 3000).Select(i => $"a{i}=1"));
        using var content = new StringContent(fields, Encoding.UTF8, "application/x-www-form-urlencoded");
        using var response = await waiting.Driver.Http.PostAsync(new Uri("/ops/approve", UriKind.Relative), content);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.True(await waiting.Driver.IsHealthyAsync());
    }

    [Fact]
    public async Task The_API_shows_what_waits()
    {
        var answer = await waiting.Driver.GetAsync($"/api/approvals/{waiting.Id}");

        Assert.Equal((200, "Open"), (answer.Status, answer.Json["state"]!.GetValue<string>()));
        Assert.Matches("^[0-9a-f]{64}$", answer.Json["planHash"]!.GetValue<string>());
        Assert.True(answer.Json["deadline"]!.GetValue<DateTimeOffset>() > waiting.Driver.Clock.GetUtcNow());
        Assert.Equal("app-shop-checkout", answer.Json["plan"]!["target"]!["name"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("""{"user":"ana","decision":"approve","reason":"r"}""", 403)]
    [InlineData("""{"token":"TOKEN","decision":"approve","reason":"r"}""", 401)]
    [InlineData("""{"token":"TOKEN","user":"mallory","decision":"approve","reason":"r"}""", 401)]
    [InlineData("""{"token":"TOKEN","user":"automation","decision":"approve","reason":"r"}""", 401)]
    [InlineData("""{"token":"TOKEN","user":"ana","decision":"yes","reason":"r"}""", 400)]
    [InlineData("""{"token":"TOKEN","user":"ana","decision":"approve","reason":" "}""", 400)]
    [InlineData("""{"token":"TOKEN","user":"ana","decision":"approve"}""", 400)]
    [InlineData("""{"token":5,"user":"ana","decision":"approve","reason":"r"}""", 400)]
    [InlineData("""[]""", 400)]
    [InlineData("""null""", 400)]
    [InlineData("""{"token":"TOKEN","token":"TOKEN","user":"ana","decision":"approve","reason":"r"}""", 400)]
    public async Task The_API_refuses_a_decision_that_is_not_whole(string body, int status)
    {
        var before = await waiting.Driver.IncidentAsync(waiting.Id);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/approvals/{waiting.Id}")
        {
            Content = new StringContent(body.Replace("TOKEN", waiting.Token, StringComparison.Ordinal), Encoding.UTF8, "application/json"),
        };

        var answer = await waiting.Driver.SendAsync(request);

        Assert.Equal((body, status, "application/problem+json"), (body, answer.Status, answer.ContentType));
        await waiting.AssertUntouchedAsync(before);
    }

    [Fact]
    public async Task The_API_refuses_a_token_of_another_incident()
    {
        var answer = await waiting.Driver.PostAsync("/api/approvals/INC-20260101-aaaaaa", new JsonObject
        {
            ["token"] = waiting.Token,
            ["user"] = "ana",
            ["decision"] = "approve",
            ["reason"] = "r",
        });

        Assert.Equal((403, "token"), (answer.Status, answer.Field));
    }
}
