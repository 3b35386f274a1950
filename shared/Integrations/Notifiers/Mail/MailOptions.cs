using MimeKit;

namespace OpsAutomation.Integrations.Notifiers.Mail;

/// <summary>Where mail goes, and through which server.</summary>
public sealed class MailOptions
{
    /// <summary>The mail server. Null: nobody is told by mail.</summary>
    public string? Host { get; set; }

    /// <summary>Its port: 587 with STARTTLS (RFC 6409), or 465 with TLS from the start (RFC 8314).</summary>
    /// <value>587.</value>
    public int Port { get; set; } = 587;

    /// <summary>The address that mail is from.</summary>
    public string? From { get; set; }

    /// <summary>The addresses that mail is for, separated by commas.</summary>
    public string? To { get; set; }

    /// <summary>Who we are at the server, or null where it asks nobody.</summary>
    public string? User { get; set; }

    /// <summary>The password; a secret.</summary>
    public string? Password { get; set; }

    /// <summary>Certificates that the server may show besides those that this machine trusts: for tests.</summary>
    internal System.Net.Security.RemoteCertificateValidationCallback? Certificates { get; set; }

    /// <summary>What is wrong, each in a sentence that does not tell the password; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        if (Host is null)
        {
            yield break;
        }

        if (Uri.CheckHostName(Host) == UriHostNameType.Unknown)
        {
            yield return "Mail:Host is no host name.";
        }

        if (Port is < 1 or > 65535)
        {
            yield return "Mail:Port must be from 1 to 65535.";
        }

        if (!MailboxAddress.TryParse(From, out _))
        {
            yield return "Mail:From must be a mail address.";
        }

        if (!InternetAddressList.TryParse(To, out var list) || list.Count == 0)
        {
            yield return "Mail:To must be one or more mail addresses, separated by commas.";
        }

        if (User is null != Password is null)
        {
            yield return "Mail:User and Mail:Password go together.";
        }
    }

    /// <summary>Never the password.</summary>
    public override string ToString() => $"mail through {Host}";
}
