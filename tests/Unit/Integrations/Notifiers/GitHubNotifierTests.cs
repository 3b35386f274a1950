using System.Net;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Integrations.Notifiers.GitHub;
using OpsAutomation.Testing.Notifiers;

namespace OpsAutomation.Unit.Integrations.Notifiers;

public sealed class GitHubNotifierTests
{
    private const string Secret = "github_pat_s3cr3t";
    private const string Number = "17";

    private static readonly Notice Ticket = Notices.Approval() with { Urgency = Urgency.Ticket };

    [Fact]
    public async Task A_ticket_is_opened_once_and_its_number_comes_back()
    {
        using var hub = new Hub();
        var delivery = await hub.SendAsync(Ticket);

        Assert.True(delivery.Delivered, delivery.Reason);
        Assert.Equal(Number, delivery.Reference);
        Assert.Equal(["GET ", "GET /issues", "POST /issues"], hub.Calls);
    }

    [Fact]
    public async Task A_ticket_whose_answer_was_lost_is_found_and_not_opened_again()
    {
        using var hub = new Hub { Listed = """[{"number": 17, "title": "[INC-20261124-3fa9c1] High CPU on vmss-shop-web"}]""" };
        var delivery = await hub.SendAsync(Ticket);

        Assert.Equal((true, Number), (delivery.Delivered, delivery.Reference));
        Assert.DoesNotContain("POST /issues", hub.Calls);
    }

    [Fact]
    public async Task What_follows_is_a_comment_and_the_end_closes_it_first()
    {
        using var hub = new Hub();
        var known = Ticket with { References = new Dictionary<string, string>(StringComparer.Ordinal) { ["github"] = Number } };
        await hub.SendAsync(known);
        await hub.SendAsync(known with { Kind = NoticeKind.Update, Incident = known.Incident with { Status = IncidentStatus.Closed } });

        Assert.Equal(["GET ", "POST /issues/17/comments", "PATCH /issues/17", "POST /issues/17/comments"], hub.Calls);
    }

    [Theory]
    [InlineData("""{"private": false}""")]
    [InlineData("""{"name": "x"}""")]
    [InlineData("not json")]
    public async Task A_repository_that_does_not_say_that_it_is_private_is_refused(string repository)
    {
        using var hub = new Hub { Repository = repository };
        var delivery = await hub.SendAsync(Ticket);

        Assert.False(delivery.Delivered);
        Assert.False(delivery.Retry);
        Assert.Equal(["GET "], hub.Calls);
    }

    [Fact]
    public async Task A_page_and_the_end_of_what_has_no_ticket_write_nothing()
    {
        using var hub = new Hub();

        Assert.True((await hub.SendAsync(Notices.Approval())).Skipped);
        Assert.True((await hub.SendAsync(Ticket with { Kind = NoticeKind.Update, Incident = Ticket.Incident with { Status = IncidentStatus.Closed } })).Skipped);
        Assert.Empty(hub.Calls);
    }

    [Fact]
    public async Task The_secondary_rate_limit_is_waited_for_and_another_403_is_not()
    {
        using var limited = new Hub { Status = HttpStatusCode.Forbidden, Wait = "30" };
        using var forbidden = new Hub { Status = HttpStatusCode.Forbidden };

        Assert.Equal((true, TimeSpan.FromSeconds(30)), await limited.SendAsync(Ticket) is var d ? (d.Retry, d.RetryAfter!.Value) : default);
        Assert.False((await forbidden.SendAsync(Ticket)).Retry);
    }

    [Fact]
    public async Task No_outcome_tells_the_token()
    {
        foreach (var status in new[] { HttpStatusCode.Unauthorized, HttpStatusCode.NotFound, HttpStatusCode.BadGateway, HttpStatusCode.Redirect })
        {
            using var hub = new Hub { Status = status };
            Assert.DoesNotContain(Secret, (await hub.SendAsync(Ticket)).ToString());
        }

        Assert.DoesNotContain(Secret, new GitHubOptions { Repository = "a/b", Token = Secret }.ToString());
    }

    [Fact]
    public void Markdown_mentions_and_fences_of_an_alert_stay_text()
    {
        var text = GitHubText.Of(Ticket with { Headline = "@everyone ```` [x](https://evil.example) <img src=x> #1", Plan = null });
        var fence = text[..text.IndexOf("text", StringComparison.Ordinal)];

        Assert.Equal("`````", fence);
        Assert.Equal(2, text.Split('\n').Count(l => l.StartsWith(fence, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("contoso", "t", 1)]
    [InlineData("contoso/../x", "t", 1)]
    [InlineData("contoso/ops", null, 1)]
    [InlineData("contoso/ops", "t", 0)]
    public void Options_say_what_is_wrong(string repository, string? token, int problems) =>
        Assert.Equal(problems, new GitHubOptions { Repository = repository, Token = token }.Problems().Count());

    private sealed class Hub : IDisposable
    {
        private readonly RecordedHandler _handler;
        private readonly GitHubNotifier _notifier;

        public Hub()
        {
            _handler = new RecordedHandler((request, _) => Task.FromResult(Answer(request)));
            _notifier = new GitHubNotifier(new HttpClient(_handler, disposeHandler: false), new GitHubOptions { Repository = "contoso/ops", Token = Secret }, TimeProvider.System);
        }

        public string Repository { get; init; } = """{"private": true}""";

        public string Listed { get; init; } = "[]";

        public HttpStatusCode? Status { get; init; }

        public string? Wait { get; init; }

        public List<string> Calls { get; } = [];

        public Task<Delivery> SendAsync(Notice notice) => _notifier.SendAsync(notice, CancellationToken.None);

        public void Dispose() => _handler.Dispose();

        private HttpResponseMessage Answer(HttpRequestMessage request)
        {
            var path = request.RequestUri!.AbsolutePath["/repos/contoso/ops".Length..];
            Calls.Add($"{request.Method} {path}");
            Assert.Equal(Secret, request.Headers.Authorization!.Parameter);
            var body = (request.Method.Method, path) switch
            {
                ("GET", "") => Repository,
                ("GET", "/issues") => Listed,
                _ => """{"number": 17}""",
            };
            var response = new HttpResponseMessage(Status ?? HttpStatusCode.OK) { Content = new StringContent(body) };
            if (Wait is not null)
            {
                response.Headers.TryAddWithoutValidation("Retry-After", Wait);
            }

            return response;
        }
    }
}
