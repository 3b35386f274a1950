using OpsAutomation.Core.Correlation.Climates;
using OpsAutomation.Core.Correlation.Settings;
using OpsAutomation.Core.Correlation.Standings;
using OpsAutomation.Core.Correlation.Storms;

namespace OpsAutomation.Core.Correlation;

/// <summary>What a <see cref="ScopeLedger"/> needs to know beside its scopes: the rules, the climate, and whom to remind.</summary>
/// <param name="Settings">What the catalogue says.</param>
/// <param name="Judge">The rules, made of it.</param>
/// <param name="Climate">What scopes tell each other.</param>
/// <param name="Queue">When scopes are to be settled.</param>
/// <param name="Storms">The storms that are on.</param>
public sealed record Surroundings(CorrelationSettings Settings, StandingJudge Judge, ClimateLedger Climate, SettleQueue Queue, StormLedger Storms);
