namespace OpsAutomation.Runtime.EventGrid;

/// <summary>The events of one delivery, each as JSON, or why they cannot be read.</summary>
/// <param name="Events">The events; empty when there is an error.</param>
/// <param name="Error">What is wrong with the body; null when all is well.</param>
internal sealed record DeliveredEvents(IReadOnlyList<BinaryData> Events, string? Error)
{
    internal static DeliveredEvents Bad(string error) => new([], error);
}
