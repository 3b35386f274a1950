using System.Text.RegularExpressions;

namespace OpsAutomation.Core.Alerts.Senders.Sns;

/// <summary>
/// The only addresses that a message of SNS may make us open: https, the default port, <c>sns.&lt;region&gt;.amazonaws.com</c>
/// of the topic's own region. A message is text of a stranger, and an address in it would otherwise reach into our network.
/// </summary>
public static partial class SnsAddresses
{
    /// <summary>Whether a text is the ARN of a topic.</summary>
    public static bool IsTopic(string arn)
    {
        ArgumentNullException.ThrowIfNull(arn);
        return Arn().IsMatch(arn);
    }

    /// <summary>The address of a certificate as it may be fetched, or null.</summary>
    public static Uri? Certificate(SnsMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Allowed(message.SigningCertUrl, message.TopicArn) is { Query.Length: 0 } address
            && CertificatePath().IsMatch(address.AbsolutePath) ? address : null;
    }

    /// <summary>
    /// The address that confirms a subscription, or null. It is built from the signed token and topic: nothing else of the
    /// address in the message is used, and that one must be allowed too.
    /// </summary>
    public static Uri? Confirmation(SnsMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Allowed(message.SubscribeUrl, message.TopicArn) is { AbsolutePath: "/" } address && message.Token.Length is > 0 and <= 2048
            ? new Uri($"https://{address.Host}/?Action=ConfirmSubscription&TopicArn={Uri.EscapeDataString(message.TopicArn)}&Token={Uri.EscapeDataString(message.Token)}")
            : null;
    }

    // The prefix of the text itself is compared, so that nothing which a reader of addresses tidies up gets through.
    private static Uri? Allowed(string text, string topic) =>
        Arn().Match(topic) is { Success: true } arn
        && $"https://sns.{arn.Groups["region"].Value}.amazonaws.com/" is var start
        && text.Length <= 4096
        && text.StartsWith(start, StringComparison.Ordinal)
        && !text.AsSpan().ContainsAnyExceptInRange('!', '~')
        && !text.Contains('\\', StringComparison.Ordinal)
        && Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address is { Scheme: "https", IsDefaultPort: true, UserInfo.Length: 0, Fragment.Length: 0 }
        && address.AbsoluteUri.StartsWith(start, StringComparison.Ordinal)
            ? address
            : null;

    [GeneratedRegex(@"^arn:aws:sns:(?<region>[a-z]{2}(-[a-z]{2,12}){1,3}-[0-9]{1,2}):[0-9]{12}:[A-Za-z0-9_-]{1,256}(\.fifo)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Arn();

    [GeneratedRegex(@"^/SimpleNotificationService-[A-Za-z0-9]{1,64}\.pem\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CertificatePath();
}
