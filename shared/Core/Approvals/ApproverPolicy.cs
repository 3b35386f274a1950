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
    public static PolicyVerdict Check(Routing routing, IReadOnlyList<string> approvers, string? user, string requester, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(routing);
        ArgumentNullException.ThrowIfNull(approvers);
        if (string.IsNullOrWhiteSpace(user))
        {
            return new(false, "Sign in first: a decision needs a name.");
        }

        if (Actors.IsReserved(user))
        {
            return new(false, $"'{user}' is not a person.");
        }

        if (string.Equals(user, requester, StringComparison.OrdinalIgnoreCase))
        {
            return new(false, "Whoever asks for a change may not approve it.");
        }

        return routing.Resolve(approvers, at).Contains(user, StringComparer.OrdinalIgnoreCase)
            ? new(true, $"{user} is among {string.Join(", ", approvers)}.")
            : new(false, $"{user} is not among {string.Join(", ", approvers)}.");
    }
}

/// <summary>Whether a user may decide.</summary>
/// <param name="Allowed">Whether.</param>
/// <param name="Reason">Why, for the user.</param>
public sealed record PolicyVerdict(bool Allowed, string Reason);
