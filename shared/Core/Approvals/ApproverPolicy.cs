using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;

namespace OpsAutomation.Core.Approvals;

/// <summary>Who may decide. Never everyone who can open the link, and never the one who asks.</summary>
public static class ApproverPolicy
{
    /// <summary>Whether a user may decide, and why or why not.</summary>
    /// <param name="routing">Users and roles as they are now: who left a role may not decide any more.</param>
    /// <param name="approvers">The users and roles that were asked.</param>
    /// <param name="user">The authenticated user, or null.</param>
    /// <param name="requester">Who asks; normally <see cref="Actors.Automation"/>.</param>
    /// <param name="at">The time of the decision: of a schedule, whoever is on call then may decide.</param>
    public static PolicyVerdict Check(Routing routing, IReadOnlyList<string> approvers, string? user, string requester, DateTimeOffset at) =>
        Check(routing, approvers, user is null ? null : Person.Named(user), [requester], [], at);

    /// <summary>Who was asked so far: those of the question, and of every level that has come.</summary>
    public static IReadOnlyList<string> AskedBy(Fact.Asked asked, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(asked);
        return [.. asked.Approvers.Concat((asked.Terms?.Levels ?? []).Where(l => l.At <= at).SelectMany(l => l.Approvers)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The people who wanted a run or began it: they may not approve what it does.</summary>
    public static IReadOnlyList<string> Requesters(IncidentFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return
        [
            .. file.Entries.Where(e => e.Fact is Fact.Opened or Fact.PlaybookChosen && !Actors.IsReserved(e.Actor))
                .Select(e => e.Actor)
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
    }

    /// <summary>Whether a person may decide about a request: in their own place, in another's, or by breaking the glass.</summary>
    /// <param name="routing">Who is who now.</param>
    /// <param name="asked">The request.</param>
    /// <param name="person">The authenticated person, or null.</param>
    /// <param name="breakGlass">Whether they break the glass: in their own place alone.</param>
    /// <param name="delegations">The delegations that stand.</param>
    /// <param name="at">The time of the decision.</param>
    public static PolicyVerdict Check(
        Routing routing, Fact.Asked asked, Person? person, bool breakGlass, IReadOnlyList<Delegation> delegations, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(asked);
        var terms = asked.Terms ?? new ApprovalTerms();
        if (breakGlass && terms.BreakGlass.Count == 0)
        {
            return new(false, "Nobody may break the glass here: approvals.yaml names no one.");
        }

        return Check(routing, breakGlass ? terms.BreakGlass : AskedBy(asked, at), person, [Actors.Automation, .. terms.Requesters], breakGlass ? [] : delegations, at);
    }

    private static PolicyVerdict Check(
        Routing routing, IReadOnlyList<string> approvers, Person? person, IReadOnlyList<string> requesters, IReadOnlyList<Delegation> delegations, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(routing);
        ArgumentNullException.ThrowIfNull(approvers);
        if (string.IsNullOrWhiteSpace(person?.Name))
        {
            return new(false, "Sign in first: a decision needs a name.");
        }

        var user = routing.PersonOf(person.Name.Trim());
        if (Actors.IsReserved(user))
        {
            return new(false, $"'{user}' is not a person.");
        }

        bool Requested(string name) => requesters.Any(r => Same(routing.PersonOf(r), name));
        if (Requested(user))
        {
            return new(false, "Whoever asks for a change may not approve it.");
        }

        var named = routing.Resolve(approvers, at);
        if (named.Contains(user, StringComparer.OrdinalIgnoreCase) || approvers.Select(routing.GroupOf).OfType<PersonGroup>().Any(g => g.IsAmong(person.Groups)))
        {
            return new(true, $"{user} is among {string.Join(", ", approvers)}.");
        }

        // A delegation is never passed on: whoever gave it must be asked themselves.
        var places = delegations
            .Where(d => at < d.Until && Same(d.To, user) && !Requested(d.From) && named.Contains(d.From, StringComparer.OrdinalIgnoreCase))
            .Select(d => d.From)
            .Order(StringComparer.OrdinalIgnoreCase)
            .ToList();
        return places.Count > 0
            ? new(true, $"{user} decides in the place of {string.Join(", ", places)}.") { For = places }
            : new(false, $"{user} is not among {string.Join(", ", approvers)}.");
    }

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Whether a user may decide.</summary>
/// <param name="Allowed">Whether.</param>
/// <param name="Reason">Why, for the user.</param>
public sealed record PolicyVerdict(bool Allowed, string Reason)
{
    /// <summary>In whose place, where only delegations give the right; null for their own.</summary>
    public IReadOnlyList<string>? For { get; init; }
}
