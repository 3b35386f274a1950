namespace OpsAutomation.Core.Alerts.Sources.Ops;

/// <summary>A guardrail stopped automation because it acted too often, or in vain.</summary>
/// <param name="Guardrail">Which one: <c>breaker</c> or <c>loop</c>.</param>
/// <param name="About">What it stopped, for example <c>playbook restart-vm</c>; the same again is the same condition.</param>
/// <param name="Since">When. Guardrail, subject and time name the event: said twice it is one alert.</param>
/// <param name="Why">The guardrail's reason, a sentence.</param>
public sealed record AutomationStop(string Guardrail, string About, DateTimeOffset Since, string Why);
