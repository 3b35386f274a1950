using OpsAutomation.Core.Actions;

namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>What people are told when a change could not be taken back.</summary>
public static class UndoWords
{
    /// <summary>Whoever is called needs what to type and what was there before, not a page to look it up on.</summary>
    /// <param name="stepId">The step.</param>
    /// <param name="done">What was done.</param>
    /// <param name="reason">Why it could not be taken back, in a sentence.</param>
    public static string Failed(string stepId, ActionPlan done, string reason)
    {
        ArgumentNullException.ThrowIfNull(done);
        return $"Step {stepId} could not be taken back: {reason} {WayBack(done)}";
    }

    /// <summary>The state before, and the commands that lead back to it.</summary>
    public static string WayBack(ActionPlan done)
    {
        ArgumentNullException.ThrowIfNull(done);
        var before = string.Join(", ", done.Before.Select(b => $"{b.Key} {b.Value}"));
        var byHand = done.UndoByHand is { } command ? $" By hand: {command}" : string.Empty;
        return $"{done.Target.Name} had {before} before.{byHand}";
    }
}
