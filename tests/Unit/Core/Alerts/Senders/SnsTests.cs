using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Core.Alerts.Senders.Sns;
using OpsAutomation.Testing.Senders;

namespace OpsAutomation.Unit.Core.Alerts.Senders;

public sealed class SnsTests
{
    private readonly SnsPublisher _amazon = new(Proof.Noon);

    [Theory]
    [InlineData("1", null)]
    [InlineData("2", null)]
    [InlineData("2", "ALARM: disk")]
    public async Task A_message_of_an_allow_listed_topic_verifies(string version, string? subject) =>
        Assert.Equal("proved", (await AskAsync(_amazon.Notification(version, subject: subject))).Reason);

    [Fact]
    public async Task A_confirmation_verifies_over_its_own_fields() =>
        Assert.True((await AskAsync(_amazon.Confirmation())).IsAccepted);

    [Theory]
    [InlineData("Message")]
    [InlineData("MessageId")]
    [InlineData("Subject")]
    [InlineData("Timestamp")]
    [InlineData("TopicArn")]
    [InlineData("Type")]
    [InlineData("Signature")]
    [InlineData("SignatureVersion")]
    [InlineData("SigningCertURL")]
    public async Task A_field_that_was_changed_is_noticed(string field)
    {
        var message = _amazon.Notification(subject: "s");
        var old = message[field]!.GetValue<string>();
        message[field] = field switch
        {
            "Timestamp" => "2026-11-24T12:00:01.000Z",
            "SignatureVersion" => "1",
            _ => old[..^1] + (old[^1] == 'A' ? 'B' : 'A'),
        };

        Assert.False((await AskAsync(message)).IsAccepted);
    }

    [Fact]
    public async Task A_topic_that_is_not_on_the_list_is_refused_and_nothing_is_fetched()
    {
        var result = await AskAsync(_amazon.Notification(topic: "arn:aws:sns:eu-west-1:999999999999:ops"));

        Assert.Equal((AuthenticationOutcome.Refused, 0), (result.Outcome, _amazon.Fetched.Count));
    }

    [Theory]
    [InlineData(61)]
    [InlineData(-61)]
    public async Task A_message_that_is_an_hour_off_is_refused_and_nothing_is_fetched(int minutes)
    {
        var result = await AskAsync(_amazon.Notification(), Proof.Noon.AddMinutes(minutes));

        Assert.Equal((AuthenticationOutcome.Refused, 0), (result.Outcome, _amazon.Fetched.Count));
    }

    [Theory]
    [InlineData("http://sns.eu-west-1.amazonaws.com/SimpleNotificationService-a.pem")]
    [InlineData("https://sns.eu-west-1.amazonaws.com:8443/SimpleNotificationService-a.pem")]
    [InlineData("https://user@sns.eu-west-1.amazonaws.com/SimpleNotificationService-a.pem")]
    [InlineData("https://sns.eu-west-1.amazonaws.com@evil.test/SimpleNotificationService-a.pem")]
    [InlineData("https://sns.eu-west-1.amazonaws.com.evil.test/SimpleNotificationService-a.pem")]
    [InlineData("https://evil.test/sns.eu-west-1.amazonaws.com/SimpleNotificationService-a.pem")]
    [InlineData("https://sns.us-east-1.amazonaws.com/SimpleNotificationService-a.pem")]
    [InlineData("https://SNS.eu-west-1.amazonaws.com/SimpleNotificationService-a.pem")]
    [InlineData("https://sns.eu-west-1.amazonaws.com/../SimpleNotificationService-a.pem?x=1")]
    [InlineData("https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-a.pem#x")]
    [InlineData("https://sns.eu-west-1.amazonaws.com/mybucket/SimpleNotificationService-a.pem")]
    [InlineData("https://sns.eu-west-1.amazonaws.com\\@evil.test/SimpleNotificationService-a.pem")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://s3.eu-west-1.amazonaws.com/SimpleNotificationService-a.pem")]
    [InlineData("file:///etc/passwd")]
    [InlineData("")]
    public async Task No_other_address_is_ever_fetched(string address)
    {
        var certificate = _amazon.Notification();
        certificate["SigningCertURL"] = address;
        var confirmation = _amazon.Confirmation(subscribe: address);

        Assert.False((await AskAsync(certificate)).IsAccepted);
        Assert.Empty(_amazon.Fetched);
        Assert.Null(SnsAddresses.Confirmation(Read(confirmation)));
    }

    [Fact]
    public void The_confirmation_is_built_from_what_was_signed()
    {
        var message = Read(_amazon.Confirmation(subscribe: "https://sns.eu-west-1.amazonaws.com/?Action=DeleteTopic&Token=x"));

        Assert.Equal(
            "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn%3Aaws%3Asns%3Aeu-west-1%3A123456789012%3Aops&Token=t%26oken",
            SnsAddresses.Confirmation(message)!.AbsoluteUri);
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_had_is_no_refusal()
    {
        _amazon.Reachable = false;

        Assert.Equal(AuthenticationOutcome.Unavailable, (await AskAsync(_amazon.Notification())).Outcome);
    }

    [Fact]
    public void A_certificate_that_has_expired_and_one_that_is_none_do_not_do()
    {
        var message = Read(_amazon.Notification());

        Assert.True(SnsSignature.Verify(message, _amazon.Pem, Proof.Noon));
        Assert.False(SnsSignature.Verify(message, _amazon.Pem, Proof.Noon.AddYears(2)));
        Assert.False(SnsSignature.Verify(message, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", Proof.Noon));
        Assert.False(SnsSignature.Verify(message, "<html>", Proof.Noon));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"Type":"Notification"}""")]
    [InlineData("""{"Type":"Notification","Type":"Notification","TopicArn":"a","Signature":"b"}""")]
    [InlineData("""{"Type":7,"TopicArn":"a","Signature":"b"}""")]
    public void What_is_no_envelope_is_none(string body) => Assert.Null(SnsMessage.Read(System.Text.Encoding.UTF8.GetBytes(body)));

    private static SnsMessage Read(JsonObject message) => SnsMessage.Read(SnsPublisher.Bytes(message))!;

    private Task<AuthenticationResult> AskAsync(JsonObject message, DateTimeOffset? at = null) =>
        new SenderAuthenticator(new ConfiguredKeys(), null!, _amazon, new FakeTimeProvider(at ?? Proof.Noon)).AuthenticateAsync(
            new Sender("aws", [new SourceScheme.Sns()]) { SnsTopics = [SnsPublisher.Topic] }, Proof.Request(SnsPublisher.Bytes(message)), default);
}
