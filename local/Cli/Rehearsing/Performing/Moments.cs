using OpsAutomation.Cli.Rehearsing.Scripts;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Cli.Rehearsing.Performing;

/// <summary>When a moment of a timeline has come.</summary>
internal static class Moments
{
    /// <summary>Whether it has.</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="file">The newest incident.</param>
    /// <param name="asked">The question that was waited for last, or null.</param>
    public static bool Reached(Moment moment, IncidentFile file, string? asked) => moment switch
    {
        Moment.Asked => Rehearsal.Asks(file),
        Moment.AskedAgain => Rehearsal.Asks(file) && Question(file) != asked,
        Moment.Sending => file.Facts.Any(f => f is Fact.Intended),
        Moment.Sent => file.Facts.Any(f => f is Fact.Started),
        Moment.Polled => file.Facts.Any(f => f is Fact.Polled),
        Moment.Mitigated => file.Head.Status == IncidentStatus.Mitigated,
        Moment.Closed => file.Head.Status == IncidentStatus.Closed,
        Moment.Escalated => file.Head.Status == IncidentStatus.Escalated,
        Moment.Released => file.Facts.Any(f => f is Fact.Released),
        Moment.GivenBack => Expiries(file).Any(f => f is Fact.Ended),
        Moment.KeptOn => Expiries(file).Any(f => f is Fact.EscalatedTo),
        _ => true,
    };

    /// <summary>Id of the newest question, or null.</summary>
    public static string? Question(IncidentFile file) => file.Facts.OfType<Fact.Asked>().LastOrDefault()?.ApprovalId;

    private static IEnumerable<Fact> Expiries(IncidentFile file) => file.Facts.OfType<Fact.Expiry>().Select(x => x.What);
}
