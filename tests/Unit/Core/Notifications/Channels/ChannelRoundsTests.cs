using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Core.Notifications.Channels;
using OpsAutomation.Core.Records;
using OpsAutomation.Testing.Notifiers;

namespace OpsAutomation.Unit.Core.Notifications.Channels;

public sealed class ChannelRoundsTests
{
    private static readonly Delivery Ok = new(true, false, null, "ok");
    private static readonly Delivery Busy = new(false, true, null, "busy");
    private static readonly Delivery Refused = new(false, false, null, "refused");

    private readonly FakeTimeProvider _clock = new(Notices.At);
    private readonly MemoryRecordStore _store = new();
    private readonly Channel _a = new("a");
    private readonly Channel _b = new("b");

    [Fact]
    public async Task A_channel_that_took_it_is_not_told_again_when_another_is_tried_once_more()
    {
        _b.Answer = Busy;
        var first = await TellAsync();
        Assert.Equal(["b"], first.Unfinished.Select(u => u.Channel));

        _b.Answer = Ok;
        var second = await TellAsync(told: [new Fact.ToldVia("k", "a", true, "ok", "17")]);

        Assert.True(second.Delivered);
        Assert.Empty(second.Unfinished);
        Assert.Equal((1, 2), (_a.Sent.Count, _b.Sent.Count));
        Assert.Equal("17", second.References["a"]);
    }

    [Fact]
    public async Task That_a_channel_is_down_is_told_through_another_once_per_outage()
    {
        _b.Answer = Refused;
        await TellAsync();
        await TellAsync();

        Assert.Equal(1, _a.Sent.Count(n => n.Headline == "The channel 'b' does not take messages: refused"));
        _b.Answer = Ok;
        await TellAsync();
        _b.Answer = Refused;
        await TellAsync();
        Assert.Equal(2, _a.Sent.Count(n => n.Headline.StartsWith("The channel 'b'", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_channel_that_fails_again_and_again_is_given_a_rest_and_then_tried()
    {
        _b.Answer = Busy;
        for (var i = 0; i < 8; i++)
        {
            await TellAsync();
        }

        Assert.Equal(ChannelHealth.OpensAfter, _b.Sent.Count);
        _clock.Advance(ChannelHealth.Rest);
        await TellAsync();
        Assert.Equal(ChannelHealth.OpensAfter + 1, _b.Sent.Count);
    }

    [Fact]
    public async Task The_last_try_goes_to_a_channel_at_rest_too()
    {
        _b.Answer = Busy;
        for (var i = 0; i < 6; i++)
        {
            await TellAsync();
        }

        await TellAsync(lastTry: true);
        Assert.Equal(ChannelHealth.OpensAfter + 1, _b.Sent.Count);
    }

    [Fact]
    public async Task A_channel_that_is_not_meant_for_it_is_neither_a_failure_nor_a_delivery()
    {
        _b.Answer = Delivery.NotForThis("pages alone");
        var round = await TellAsync(lastTry: true);

        Assert.Equal(["a"], round.Meant.Select(m => m.Channel));
        Assert.Equal("a: ok", round.Said);
        Assert.Single(_a.Sent);
    }

    private Task<ChannelRound> TellAsync(Fact.ToldVia[]? told = null, bool lastTry = false) => new ChannelRounds([_a, _b], new ChannelLedger(_store), _clock)
        .TellAsync(Notices.Approval(), (told ?? []).ToDictionary(t => t.Channel, StringComparer.Ordinal), lastTry, default);

    private sealed class Channel(string name) : INotifier
    {
        string INotifier.Channel => name;

        public Delivery Answer { get; set; } = Ok;

        public List<Notice> Sent { get; } = [];

        public Task<Delivery> SendAsync(Notice notice, CancellationToken cancellationToken)
        {
            Sent.Add(notice);
            return Task.FromResult(Answer);
        }
    }
}
