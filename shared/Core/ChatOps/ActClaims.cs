namespace OpsAutomation.Core.ChatOps;

/// <summary>What a link in a message lets a person do. It names what is to be done; it gives nobody the right to do it.</summary>
/// <param name="Act">What: one of <see cref="Acts"/>. A link for one serves no other.</param>
/// <param name="Environment">The environment that signed it.</param>
/// <param name="IncidentId">The incident.</param>
/// <param name="Occasion">Of which message it is; done once by each.</param>
/// <param name="Expires">Until when the link is good; whole seconds.</param>
public sealed record ActClaims(string Act, string Environment, string IncidentId, string Occasion, DateTimeOffset Expires);
