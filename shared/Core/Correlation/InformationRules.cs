using OpsAutomation.Core.Alerts;

namespace OpsAutomation.Core.Correlation;

/// <summary>Something happened that is no condition: it is kept where it can be found, and neither opens nor ends anything.</summary>
internal static class InformationRules
{
    public static CorrelationDecision Decide(ScopeState state, Alert alert, DateTimeOffset now) => new(
        new Disposition(
            alert.Id,
            DispositionKind.Suppressed,
            $"It is information ({alert.Signal.Kind}), not a condition that holds: nobody is needed.",
            "Had it said that something fails, it would have opened or joined an incident.",
            null,
            now),
        state,
        []);
}
