using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Pages.Stories;

/// <summary>How far an action came.</summary>
public enum ActionProgress
{
    /// <summary>The intent is written; nothing is known to have been sent.</summary>
    Intended,

    /// <summary>Azure accepted it and has not finished.</summary>
    Running,

    /// <summary>Azure finished it.</summary>
    Succeeded,

    /// <summary>Azure refused it, or the world had changed.</summary>
    Refused,

    /// <summary>Azure finished without success.</summary>
    Failed,

    /// <summary>Nobody can tell whether it took effect.</summary>
    Doubtful,
}

/// <summary>One line of what happened to an action.</summary>
/// <param name="At">When.</param>
/// <param name="What">Intent, sent, refused, looked at.</param>
/// <param name="Detail">In a sentence.</param>
/// <param name="RequestId">Azure's request id, or null.</param>
public sealed record ActionLine(DateTimeOffset At, string What, string Detail, string? RequestId);

/// <summary>One executed action, from the intent to its outcome; the undo ledger as a person reads it.</summary>
/// <param name="StepId">The step, or <c>undo/{step}</c>.</param>
/// <param name="OperationId">Id of the operation.</param>
/// <param name="Plan">What was intended.</param>
/// <param name="PlanHash">Hash of that plan.</param>
/// <param name="Fence">Fencing number of the lease it ran under.</param>
/// <param name="ExpiresAt">When the change is given back on its own, or null.</param>
/// <param name="Progress">How far it came.</param>
/// <param name="Lines">What happened, in order.</param>
public sealed record ActionStory(
    string StepId,
    string OperationId,
    ActionPlan Plan,
    string PlanHash,
    long Fence,
    DateTimeOffset? ExpiresAt,
    ActionProgress Progress,
    IReadOnlyList<ActionLine> Lines)
{
    /// <summary>Every action of a journal, oldest first. A poll belongs to the newest intent of its step before it.</summary>
    public static IReadOnlyList<ActionStory> Of(IReadOnlyList<JournalEntry> entries)
    {
        var stories = new List<ActionStory>();
        foreach (var entry in entries)
        {
            switch (entry.Fact)
            {
                case Fact.Intended f:
                    stories.Add(new(f.StepId, f.OperationId, f.Plan, f.PlanHash, f.Fence, null, ActionProgress.Intended,
                        [new(entry.At, "Intent", $"Written before anything was sent, under fencing number {f.Fence}.", null)]));
                    break;
                case Fact.Started f:
                    Add(stories, s => Same(s.OperationId, f.OperationId), ActionProgress.Running, new(entry.At, "Sent",
                        f.Adopted ? "Azure already had it: found again after an interruption, not sent twice." : "Azure accepted it.",
                        f.RequestId));
                    break;
                case Fact.StartFailed f:
                    Add(stories, s => Same(s.OperationId, f.OperationId), ProgressOf(f.Outcome), new(entry.At, Words(f.Outcome), f.Reason, null));
                    break;
                case Fact.Polled f:
                    Add(stories, s => Same(s.StepId, f.StepId), ProgressOf(f.Outcome), new(entry.At, Words(f.Outcome), f.Reason, null));
                    break;
                case Fact.TtlSet f:
                    var index = stories.FindLastIndex(s => Same(s.StepId, f.StepId));
                    if (index >= 0)
                    {
                        stories[index] = stories[index] with { ExpiresAt = f.ExpiresAt };
                    }

                    break;
            }
        }

        return stories;
    }

    private static void Add(List<ActionStory> stories, Predicate<ActionStory> belongs, ActionProgress progress, ActionLine line)
    {
        var index = stories.FindLastIndex(belongs);
        if (index >= 0)
        {
            stories[index] = stories[index] with { Progress = progress, Lines = [.. stories[index].Lines, line] };
        }
    }

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.Ordinal);

    private static ActionProgress ProgressOf(StartOutcome outcome) => outcome switch
    {
        StartOutcome.Accepted => ActionProgress.Running,
        StartOutcome.Throttled => ActionProgress.Intended,
        StartOutcome.Doubtful => ActionProgress.Doubtful,
        _ => ActionProgress.Refused,
    };

    private static ActionProgress ProgressOf(PollOutcome outcome) => outcome switch
    {
        PollOutcome.Succeeded => ActionProgress.Succeeded,
        PollOutcome.Failed => ActionProgress.Failed,
        _ => ActionProgress.Running,
    };

    private static string Words(StartOutcome outcome) => outcome switch
    {
        StartOutcome.Throttled => "Not now",
        StartOutcome.Changed => "World changed",
        StartOutcome.Doubtful => "In doubt",
        StartOutcome.Accepted => "Sent",
        _ => "Refused",
    };

    private static string Words(PollOutcome outcome) => outcome switch
    {
        PollOutcome.Succeeded => "Finished",
        PollOutcome.Failed => "Failed",
        PollOutcome.Unknown => "Could not look",
        _ => "Looked",
    };
}
