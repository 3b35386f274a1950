namespace OpsAutomation.Core.OnCall;

/// <summary>One stretch of time in which one person is on call, or nobody is.</summary>
/// <param name="User">The person; null where nobody is.</param>
/// <param name="From">The first moment.</param>
/// <param name="To">The moment after the last.</param>
/// <param name="Why">What decides it: the name of a rotation, or the override with its reason.</param>
public sealed record OnCallTurn(string? User, DateTimeOffset From, DateTimeOffset To, string Why);
