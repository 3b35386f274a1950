using OpsAutomation.Core.Alerts;

namespace OpsAutomation.Core.Classification.Cases;

/// <summary>An alert whose right category a person wrote down.</summary>
/// <param name="Name">Unique name among the cases.</param>
/// <param name="Label">The right category, or <see cref="ClassificationResult.Unknown"/> where no rule should claim it.</param>
/// <param name="Alert">The alert, normalised.</param>
/// <param name="Enrichment">What was known about it.</param>
public sealed record LabelledCase(string Name, string Label, Alert Alert, Enrichment Enrichment);
