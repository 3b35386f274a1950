using Azure;
using Azure.Identity;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsAutomation.Integrations.KeyVault;

namespace OpsAutomation.Functions.Hosting;

/// <summary>
/// Reads the ring of keys from the vault at start and again and again. A vault that does not answer stops neither the start nor
/// the intake: alerts are taken, and only links wait.
/// </summary>
internal sealed partial class LinkKeysRefresh(VaultLinkKeys ring, TimeProvider clock, ILogger<LinkKeysRefresh> logger) : BackgroundService
{
    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(VaultLinkKeys.Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await ReadAsync(stoppingToken);
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ring.ReadAsync(cancellationToken);
        }
        catch (Exception e) when (e is RequestFailedException or TimeoutException or System.Text.Json.JsonException or AuthenticationFailedException)
        {
            NotRead(logger, ring.Home, e is RequestFailedException { Status: var status } ? $"status {status}" : e.GetType().Name);
        }
    }

    [LoggerMessage(2106, LogLevel.Error, "The keys of links cannot be read from {Home} ({Why}); what was read before serves for an hour.")]
    private static partial void NotRead(ILogger logger, string home, string why);
}
