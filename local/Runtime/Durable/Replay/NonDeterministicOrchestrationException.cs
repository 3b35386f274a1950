using OpsAutomation.Runtime.Durable.History;

namespace OpsAutomation.Runtime.Durable.Replay;

/// <summary>An orchestrator's code, told the same as before, did something else. Its state cannot be rebuilt, so it fails.</summary>
public sealed class NonDeterministicOrchestrationException : Exception
{
    private NonDeterministicOrchestrationException(string message)
        : base(message)
    {
    }

    /// <summary>Finds the first difference between what a history says and what the code did now; null when there is none.</summary>
    internal static NonDeterministicOrchestrationException? Compare(string name, string instanceId, int episode, Episode recorded, Episode replayed)
    {
        for (var i = 0; i < Math.Max(recorded.Did.Count, replayed.Did.Count); i++)
        {
            var then = i < recorded.Did.Count ? recorded.Did[i] : null;
            var now = i < replayed.Did.Count ? replayed.Did[i] : null;
            if (then is null || now is null || !then.SameAs(now))
            {
                return new NonDeterministicOrchestrationException(
                    $"Orchestrator '{name}' (instance '{instanceId}') is not deterministic: in episode {episode} the history says "
                    + $"{then?.Describe() ?? "that nothing more was done"}, but the code now did {now?.Describe() ?? "nothing more"}. "
                    + "Changed code meets instances that began under the old code, or the code depends on something outside its context.");
            }
        }

        return null;
    }
}
