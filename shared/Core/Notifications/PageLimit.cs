using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.OnCall;

namespace OpsAutomation.Core.Notifications;

/// <summary>
/// How many pages a person gets one by one in a shift; what comes then is told together, in one page that says what it holds.
/// More than a few in one shift and nobody looks any more (Google, Site Reliability Engineering, chapter 11: two a shift).
/// </summary>
/// <param name="Most">Pages of a shift that are told one by one.</param>
/// <param name="Shift">The longest shift: a turn that is longer is counted in pieces of it, from its hand-over.</param>
/// <param name="Group">How long what comes then is collected.</param>
/// <param name="Exempt">Severities that are always told at once.</param>
public sealed record PageLimit(int Most, TimeSpan Shift, TimeSpan Group, IReadOnlyList<Severity> Exempt)
{
    // A turn is at most a year; only its last hand-over is looked for.
    private static readonly TimeSpan LooksBack = TimeSpan.FromDays(OnCallReader.LongestTurn + 1);

    /// <summary>
    /// When the shift of a person began: the hand-over of the turn that they have, or a later multiple of <see cref="Shift"/>; for whoever
    /// is on call by no schedule, the last multiple of it in UTC.
    /// </summary>
    public DateTimeOffset ShiftOf(string user, IEnumerable<OnCallSchedule> schedules, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(schedules);
        var turn = schedules
            .Where(s => string.Equals(s.At(at), user, StringComparison.OrdinalIgnoreCase))
            .Select(s => s.Turns(at - LooksBack, at.AddTicks(1))[^1].From)
            .DefaultIfEmpty(DateTimeOffset.UnixEpoch)
            .Max();
        return turn + ((at - turn).Ticks / Shift.Ticks * Shift);
    }
}
