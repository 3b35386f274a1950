using MimeKit;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Integrations.Http;
using OpsAutomation.Integrations.Notifiers.Mail;
using OpsAutomation.Testing.Notifiers;

namespace OpsAutomation.Integration.Integrations.Notifiers;

public sealed class MailNotifierTests : IDisposable
{
    private const string Secret = "s3cr3t-password";
    private readonly SmtpSink _sink = new();

    public void Dispose() => _sink.Dispose();

    [Fact]
    public async Task Mail_goes_out_over_TLS_and_reads_the_same_in_text_and_HTML()
    {
        var delivery = await SendAsync(Notices.Approval("<b>High CPU</b> & more"));
        Assert.True(delivery.Delivered, delivery.Reason);

        var message = await MimeMessage.LoadAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Assert.Single(_sink.Messages))));
        Assert.StartsWith("[Sev1] ", message.Subject);
        Assert.Contains("Decide: in 24 minutes, 14:05 UTC", message.TextBody);
        Assert.Contains("<b>High CPU</b> & more", message.TextBody);
        Assert.Contains("&lt;b&gt;High CPU&lt;/b&gt; &amp; more", message.HtmlBody);
        Assert.DoesNotContain("<b>", message.HtmlBody);
        Assert.Contains("az vmss scale --name vmss-shop-web --new-capacity 2", message.TextBody);
        Assert.Equal("INC-20261124-3fa9c1@opsautomation.invalid", Assert.Single(message.References));
    }

    [Fact]
    public async Task Every_try_of_one_notice_has_the_same_id()
    {
        await SendAsync(Notices.Approval());
        await SendAsync(Notices.Approval());

        string Id(string mail) => mail.Split('\n').First(l => l.StartsWith("Message-Id:", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(2, _sink.Messages.Count);
        Assert.Single(_sink.Messages.Select(Id).Distinct());
    }

    [Theory]
    [InlineData("MAIL", "451 later", true)]
    [InlineData("RCPT", "452 full", true)]
    [InlineData("RCPT", "550 no such user", false)]
    [InlineData("DATA", "554 spam", false)]
    [InlineData("DATA", "", true)]
    [InlineData("AUTH", "535 wrong", false)]
    public async Task A_server_that_cannot_now_is_tried_again_and_one_that_refuses_is_not(string command, string answer, bool retry)
    {
        _sink.Answers[command] = answer;
        var delivery = await SendAsync(Notices.Approval());

        Assert.False(delivery.Delivered);
        Assert.Equal(retry, delivery.Retry);
        Assert.DoesNotContain(Secret, delivery.Reason);
    }

    [Fact]
    public async Task A_server_without_TLS_is_told_nothing()
    {
        _sink.OffersTls = false;
        var delivery = await SendAsync(Notices.Approval());

        Assert.Equal((false, false), (delivery.Delivered, delivery.Retry));
        Assert.Contains("STARTTLS", delivery.Reason);
        Assert.Empty(_sink.Messages);
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_ends_it()
    {
        var delivery = await SendAsync(Notices.Approval(), trusted: false);

        Assert.Equal((false, false), (delivery.Delivered, delivery.Retry));
        Assert.Empty(_sink.Messages);
    }

    [Fact]
    public async Task A_server_inside_a_network_is_refused_unless_it_is_named()
    {
        var delivery = await SendAsync(Notices.Approval(), inside: []);

        Assert.Equal((false, false), (delivery.Delivered, delivery.Retry));
        Assert.Contains("inside", delivery.Reason);
    }

    private Task<Delivery> SendAsync(Notice notice, bool trusted = true, string[]? inside = null)
    {
        var options = new MailOptions
        {
            Host = "localhost",
            Port = _sink.Port,
            From = "ops@example.com",
            To = "ana@example.com, ben@example.com",
            User = "ops",
            Password = Secret,
            Certificates = trusted ? (_, _, _, _) => true : null,
        };
        Assert.Empty(options.Problems());
        return new MailNotifier(options, new AddressGuard(inside ?? ["localhost"]), TimeProvider.System).SendAsync(notice, CancellationToken.None);
    }
}
