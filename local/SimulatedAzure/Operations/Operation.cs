using System.Text.Json.Nodes;

namespace OpsAutomation.SimulatedAzure.Operations;

/// <summary>A long-running operation, as stored.</summary>
internal sealed record Operation
{
    /// <summary>Its id, part of its status address.</summary>
    public required string Id { get; init; }

    /// <summary>Id of the resource that it works on, as written.</summary>
    public required string Resource { get; init; }

    /// <summary>What its end brings (see <see cref="Resources.PendingEnd.Kind"/>).</summary>
    public required string Kind { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When it ends, on the simulation's clock.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>InProgress, Succeeded, Failed or Canceled.</summary>
    public required string Status { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>How it will fail, or has failed: <c>code</c> and <c>message</c>; null for a good end.</summary>
    public JsonObject? Error { get; init; }

    /// <summary>True when the Location address answers with the resource at the end (PUT, PATCH), false for an action.</summary>
    public required bool AnswersResource { get; init; }

    /// <summary>Operation name for the activity log, for example <c>Microsoft.Compute/virtualMachines/restart/action</c>.</summary>
    public required string OperationName { get; init; }

    /// <summary>Correlation id of the request that began it.</summary>
    public required string CorrelationId { get; init; }

    /// <summary>Who began it.</summary>
    public required string Caller { get; init; }
}
