using System.Collections.Immutable;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using OpsAutomation.Runtime.Durable.History;
using OpsAutomation.Runtime.Durable.Store;

namespace OpsAutomation.Runtime.Durable.Client;

/// <summary>Shows instances as Durable Task's client does.</summary>
internal static class Metadata
{
    internal static OrchestrationMetadata Of(InstanceRow row, bool inputsAndOutputs) => new(row.Name, row.InstanceId)
    {
        DataConverter = inputsAndOutputs ? JsonDataConverter.Default : null,
        RuntimeStatus = row.Status,
        CreatedAt = new DateTimeOffset(row.Created, TimeSpan.Zero),
        LastUpdatedAt = new DateTimeOffset(row.Updated, TimeSpan.Zero),
        SerializedInput = inputsAndOutputs ? row.Input : null,
        SerializedOutput = inputsAndOutputs ? row.Output : null,
        SerializedCustomStatus = inputsAndOutputs ? row.CustomStatus : null,
        FailureDetails = row.Failure?.ToDetails(),
        Tags = row.Tags is { } tags ? HistoryJson.Read<Dictionary<string, string>>(tags) : ImmutableDictionary<string, string>.Empty,
    };
}
