using System.Net;
using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Notifications;
using Xunit;

namespace OpsAutomation.Testing.Notifiers;

/// <summary>The exam that every notifier passes: which failures are worth a retry, timeouts, no leaked secret, hostile text.</summary>
public abstract class NotifierExam
{
    /// <summary>Clock of the notifier under examination.</summary>
    protected FakeTimeProvider Clock { get; } = new(Notices.At);

    /// <summary>A part of the channel's address or key that must appear nowhere but in the request.</summary>
    protected abstract string Secret { get; }

    /// <summary>Status with which the channel confirms a message.</summary>
    protected virtual HttpStatusCode Success => HttpStatusCode.Accepted;

    /// <summary>Builds the notifier on a handler.</summary>
    protected abstract INotifier Create(HttpMessageHandler handler);

    [Fact]
    public async Task A_confirmed_message_is_delivered()
    {
        var delivery = await Send(Success);
        Assert.True(delivery.Delivered);
        Assert.False(delivery.Retry);
    }

    [Theory]
    [InlineData(HttpStatusCode.RequestTimeout)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    public async Task A_channel_that_cannot_now_is_tried_again(HttpStatusCode status)
    {
        var delivery = await Send(status);
        Assert.False(delivery.Delivered);
        Assert.True(delivery.Retry, delivery.Reason);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Gone)]
    [InlineData(HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(HttpStatusCode.Redirect)]
    public async Task A_channel_that_refuses_is_not_asked_again(HttpStatusCode status)
    {
        var delivery = await Send(status);
        Assert.False(delivery.Delivered);
        Assert.False(delivery.Retry, delivery.Reason);
    }

    [Theory]
    [InlineData("17")]
    [InlineData("Tue, 24 Nov 2026 13:41:17 GMT")]
    public async Task Retry_After_is_honoured_in_seconds_and_as_a_date(string header)
    {
        var delivery = await Send(HttpStatusCode.TooManyRequests, header);
        Assert.Equal(TimeSpan.FromSeconds(17), delivery.RetryAfter);
    }

    [Fact]
    public async Task A_channel_that_does_not_answer_ends_by_the_clock_and_is_tried_again()
    {
        using var handler = new RecordedHandler(async (_, stop) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, Clock, stop);
            throw new InvalidOperationException("unreachable");
        });
        var sending = Create(handler).SendAsync(Notices.Approval(), default);
        Clock.Advance(TimeSpan.FromSeconds(30));
        var delivery = await sending;
        Assert.False(delivery.Delivered);
        Assert.True(delivery.Retry);
    }

    [Fact]
    public async Task A_caller_that_stops_waiting_is_not_told_a_delivery()
    {
        using var stop = new CancellationTokenSource();
        using var handler = new RecordedHandler((_, token) => Task.FromCanceled<HttpResponseMessage>(token));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Create(handler).SendAsync(Notices.Approval(), stop.Token));
    }

    [Fact]
    public async Task No_outcome_tells_the_secret()
    {
        var failures = new List<Delivery>();
        foreach (var status in new[] { 200, 202, 302, 400, 401, 404, 413, 429, 500, 503 })
        {
            failures.Add(await Send((HttpStatusCode)status, body: $"the webhook https://example.com/{Secret} failed"));
        }

        using (var broken = new RecordedHandler((r, _) => throw new HttpRequestException(HttpRequestError.ConnectionError, $"Cannot reach {r.RequestUri}")))
        {
            failures.Add(await Create(broken).SendAsync(Notices.Approval(), default));
        }

        using (var torn = new RecordedHandler((r, _) => throw new IOException($"Reset by {r.RequestUri}")))
        {
            failures.Add(await Create(torn).SendAsync(Notices.Approval(), default));
        }

        Assert.All(failures, f => Assert.DoesNotContain(Secret, f.ToString(), StringComparison.OrdinalIgnoreCase));
        Assert.All(failures, f => Assert.DoesNotContain("://", f.Reason, StringComparison.Ordinal));
        using var idle = new RecordedHandler((_, _) => Task.FromResult(new HttpResponseMessage(Success)));
        Assert.DoesNotContain(Secret, Create(idle).ToString()!, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Sends one notice to a channel that answers so.</summary>
    protected async Task<Delivery> Send(HttpStatusCode status, string? retryAfter = null, string body = "", Notice? notice = null)
    {
        using var handler = new RecordedHandler((_, _) =>
        {
            var response = new HttpResponseMessage(status) { Content = new StringContent(body) };
            if (retryAfter is not null)
            {
                response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
            }

            return Task.FromResult(response);
        });
        var delivery = await Create(handler).SendAsync(notice ?? Notices.Approval(), default);
        Assert.Single(handler.Requests);
        return delivery;
    }
}
