using System.Net.Sockets;
using MailKit.Net.Smtp;
using MailKit.Security;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Integrations.Http;

namespace OpsAutomation.Integrations.Notifiers.Mail;

/// <summary>Sends mail through a server that speaks TLS; without TLS nothing is sent.</summary>
/// <param name="options">The server; its password is a secret.</param>
/// <param name="guard">Which addresses may be reached.</param>
/// <param name="clock">Time of the timeout.</param>
public sealed class MailNotifier(MailOptions options, AddressGuard guard, TimeProvider clock) : INotifier
{
    private const int ImplicitTls = 465;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public string Channel => "mail";

    /// <inheritdoc/>
    public async Task<Delivery> SendAsync(Notice notice, CancellationToken cancellationToken)
    {
        using var message = MailText.Of(notice, options);
        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var client = new SmtpClient();
            if (options.Certificates is { } certificates)
            {
                client.ServerCertificateValidationCallback = certificates;
            }

            var stream = await guard.ConnectAsync(options.Host!, options.Port, either.Token);
            await client.ConnectAsync(stream, options.Host!, options.Port, options.Port == ImplicitTls ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTls, either.Token);
            if (options.User is { } user)
            {
                await client.AuthenticateAsync(user, options.Password!, either.Token);
            }

            await client.SendAsync(message, either.Token);
            await QuitAsync(client, either.Token);
            return new Delivery(true, false, null, "The mail server took it.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed($"did not answer in {Patience.TotalSeconds:0} seconds", retry: true);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Judge(e);
        }
    }

    // The message is taken already; a server that does not say goodbye has not lost it.
    private static async Task QuitAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception e) when (e is IOException or SocketException or SmtpProtocolException or OperationCanceledException)
        {
        }
    }

    // What the server says may quote addresses, so only its code is told. RFC 5321, 4.2.1: 4xx may be tried again, 5xx not.
    private static Delivery Judge(Exception error) => error switch
    {
        SmtpCommandException command => Failed($"answered {(int)command.StatusCode}", retry: (int)command.StatusCode is >= 400 and < 500),
        AddressRefusedException refused => Failed($"was not called: {refused.Message}", retry: false),
        AuthenticationException => Failed("does not know the user or the password", retry: false),
        NotSupportedException => Failed("offers no STARTTLS, and nothing is sent without", retry: false),
        SslHandshakeException => Failed("shows a certificate that is not trusted", retry: false),
        SmtpProtocolException or IOException or SocketException or HttpRequestException => Failed("could not be reached, or broke the connection", retry: true),
        _ => Failed($"failed ({error.GetType().Name})", retry: false),
    };

    private static Delivery Failed(string what, bool retry) => new(false, retry, null, $"The mail server {what}.");
}
