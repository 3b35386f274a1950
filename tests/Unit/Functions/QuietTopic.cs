using Azure;
using Azure.Messaging.EventGrid;

namespace OpsAutomation.Unit.Functions;

/// <summary>A topic that takes everything and delivers nothing: what was to be published is in the intake ledger.</summary>
internal sealed class QuietTopic : EventGridPublisherClient
{
    public override Task<Response> SendEncodedCloudEventsAsync(ReadOnlyMemory<byte> cloudEvents, CancellationToken cancellationToken = default) => Task.FromResult<Response>(null!);
}
