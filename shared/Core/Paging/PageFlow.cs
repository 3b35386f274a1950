using System.Globalization;
using OpsAutomation.Core.OnCall;

namespace OpsAutomation.Core.Paging;

/// <summary>
/// Says what is done about a page next. Pure. Every level has its whole time to answer, counted from when it was told: after a
/// time in which nothing ran, the next level is told at once and the others in their time, one after the other.
/// </summary>
public static class PageFlow
{
    /// <summary>The next step.</summary>
    /// <param name="state">How the pages stand.</param>
    /// <param name="policy">The escalation as the catalogue has it now; null where it has none of that name.</param>
    /// <param name="now">The time.</param>
    public static PageStep Next(PageState state, EscalationPolicy? policy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Over || state.Page == 0 || policy is null)
        {
            return new PageStep.Done();
        }

        if (state is { First: { } first, Hands.Count: 0 })
        {
            return new PageStep.Hand(state.Page, 0, 1, $"It began the page: {first.Text}", Told: true);
        }

        if (state.Asked is { } asked)
        {
            return Asked(state, policy, $"{asked.By} wants the next level told: {asked.Reason}");
        }

        if (state.Snooze is { } snooze)
        {
            return now < snooze.Until ? new PageStep.Wait(snooze.Until) : Anew(state, $"The snooze of {snooze.By} ended and nobody has it in hand.");
        }

        if (state.Acknowledged is var (ack, at))
        {
            return policy.UntouchedFor is not { } untouched ? new PageStep.Wait(null)
                : now < (state.Touched ?? at) + untouched ? new PageStep.Wait((state.Touched ?? at) + untouched)
                : Anew(state, $"{ack.By} acknowledged it, and nobody has touched it for {Words(untouched)}.");
        }

        return state.GivenUp ? new PageStep.Wait(null) : Unanswered(state, policy, now);
    }

    private static PageStep Unanswered(PageState state, EscalationPolicy policy, DateTimeOffset now)
    {
        if (state.Hands.Count == 0)
        {
            return new PageStep.Hand(state.Page, 0, 1, "A page stands that nobody was told of.", Told: false);
        }

        var (last, at) = state.Hands[^1];
        var time = policy.TimeOf(last.Telling);
        if (now < at + time)
        {
            return new PageStep.Wait(at + time);
        }

        return policy.Telling(last.Telling + 1) is { } next
            ? new PageStep.Hand(state.Page, last.Telling + 1, LevelOf(policy, next.Level), $"Nobody acknowledged it within {Words(time)} of level {last.Level}.", Told: false)
            : new PageStep.GiveUp(state.Page);
    }

    // After the last level it begins again: who asks for help gets it.
    private static PageStep.Hand Asked(PageState state, EscalationPolicy policy, string why)
    {
        var telling = state.Hands.Count == 0 ? 0 : state.Hands[^1].Hand.Telling + 1;
        return policy.Telling(telling) is { } next
            ? new PageStep.Hand(state.Page, telling, LevelOf(policy, next.Level), why, Told: false)
            : Anew(state, why);
    }

    private static PageStep.Hand Anew(PageState state, string why) => new(state.Page + 1, 0, 1, why, Told: false);

    private static int LevelOf(EscalationPolicy policy, EscalationLevel level)
    {
        var index = 0;
        while (!ReferenceEquals(policy.Levels[index], level))
        {
            index++;
        }

        return index + 1;
    }

    private static string Words(TimeSpan span) => span >= TimeSpan.FromHours(1) && span.Ticks % TimeSpan.TicksPerHour == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0} h")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0.#} min");
}
