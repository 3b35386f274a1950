using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsAutomation.Core.Alerts.Senders;

namespace OpsAutomation.Functions.Hosting;

/// <summary>Says at start which sources nobody can use, since no secret is configured. They stay closed; the others work.</summary>
internal sealed partial class SendersAtStart(SenderCatalog senders, ISourceKeys keys, ILogger<SendersAtStart> logger) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var source in senders.Closed(keys))
        {
            Closed(logger, source, $"{OpsOptions.Section}:{ConfiguredSourceKeys.Section}");
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(2105, LogLevel.Warning, "The source {Source} is closed: no key is configured for it under {Section}.")]
    private static partial void Closed(ILogger logger, string source, string section);
}
