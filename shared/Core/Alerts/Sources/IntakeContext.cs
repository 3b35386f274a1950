using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Alerts.Sources;

/// <summary>What the intake knows about an item beyond its body.</summary>
/// <param name="AlertId">The id that splitting gave it.</param>
/// <param name="ReceivedAt">When it was accepted.</param>
/// <param name="PayloadReference">Where its body is kept: <c>partition/row</c>.</param>
/// <param name="Services">The service catalogue, to find the owner of the resource.</param>
public sealed record IntakeContext(string AlertId, DateTimeOffset ReceivedAt, string PayloadReference, ServiceCatalog Services);
