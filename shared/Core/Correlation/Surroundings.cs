using OpsAutomation.Core.Correlation.Climates;
using OpsAutomation.Core.Correlation.Settings;
using OpsAutomation.Core.Correlation.Standings;

namespace OpsAutomation.Core.Correlation;

/// <summary>What a <see cref="ScopeLedger"/> needs to know beside its scopes: the rules, the climate, and whom to remind.</summary>
/// <param name="Settings">What the catalogue says.</param>
/// <param name="Judge">The rules, made of it.</param>
/// <param name="Climate">What scopes tell each other.</param>
/// <param name="Queue">When scopes are to be settled.</param>
public sealed record Surroundings(CorrelationSettings Settings, StandingJudge Judge, ClimateLedger Climate, SettleQueue Queue);
