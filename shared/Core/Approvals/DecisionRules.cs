using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Running;

namespace OpsAutomation.Core.Approvals;

/// <summary>Whether a decision, or its withdrawal, can be recorded as a request stands.</summary>
internal static class DecisionRules
{
    /// <summary>Why a decision is not recorded, or null.</summary>
    internal static DecisionResult? Judge(ApprovalView view, PolicyVerdict right, DecisionOrder order, string user, DateTimeOffset now)
    {
        if (!right.Allowed)
        {
            return new(DecisionResultKind.Refused, right.Reason, view);
        }

        if (Of(view.Decisions, user) is { } own)
        {
            var change = own.Outcome == DecisionOutcome.Approved && !order.Approve && !view.Begun ? " Withdraw it first, then reject." : string.Empty;
            return new(DecisionResultKind.AlreadyDecided, $"You {(own.Outcome == DecisionOutcome.Approved ? "approved" : "rejected")} it at {own.At:u}: {own.Reason}{change}", view);
        }

        switch (view.State)
        {
            case ApprovalState.Expired: return new(DecisionResultKind.Expired, view.StateText, view);
            case ApprovalState.Voided: return new(DecisionResultKind.Void, view.StateText, view);
            case ApprovalState.Rejected: return new(DecisionResultKind.AlreadyDecided, view.StateText, view);

            // A no counts until something is begun: two people at one instant must not depend on who was a moment earlier.
            case ApprovalState.Approved when order.Approve || view.Begun: return new(DecisionResultKind.AlreadyDecided, view.StateText, view);
            default: break;
        }

        return Problem(view, order, user, now) is { } why ? new(DecisionResultKind.Refused, why, view) : null;
    }

    /// <summary>Why an approval is not taken back, or null.</summary>
    internal static DecisionResult? JudgeWithdrawal(ApprovalView view, string? user, string? reason)
    {
        if (user is null || Actors.IsReserved(user))
        {
            return new(DecisionResultKind.Refused, "Sign in first: a withdrawal needs a name.", view);
        }

        if (Of(view.Withdrawals, user) is { } before && Of(view.Decisions, user) is null)
        {
            return new(DecisionResultKind.AlreadyDecided, $"You withdrew it at {before.At:u}: {before.Reason}", view);
        }

        if (Of(view.Decisions, user) is not { Outcome: DecisionOutcome.Approved })
        {
            return new(DecisionResultKind.Refused, "There is no approval of yours to take back.", view);
        }

        if (view.Begun)
        {
            return new(DecisionResultKind.AlreadyDecided, "It has begun, and cannot be stopped by withdrawing: set a hold or the kill switch, or undo it.", view);
        }

        return view.State is not (ApprovalState.Open or ApprovalState.Approved) ? new(DecisionResultKind.AlreadyDecided, view.StateText, view)
            : !Told(reason) ? new(DecisionResultKind.Refused, $"Say why, in 1 to {ApprovalDesk.MaxReason} characters.", view)
            : null;
    }

    private static string? Problem(ApprovalView view, DecisionOrder order, string user, DateTimeOffset now)
    {
        if (!Told(order.Reason))
        {
            return $"Say why, in 1 to {ApprovalDesk.MaxReason} characters.";
        }

        if (order.Approve && Of(view.Withdrawals, user) is not null)
        {
            return "You withdrew your approval of this request, so you cannot give it again; others can, and you can reject it.";
        }

        if (order.Instruction is { } instruction && (order.Approve || !Told(instruction)))
        {
            return $"An instruction goes with a rejection, in 1 to {ApprovalDesk.MaxReason} characters.";
        }

        if (!order.Approve && (order.BreakGlass || order.Window is not null))
        {
            return "Breaking the glass and naming a window go with an approval.";
        }

        return order.Window is { } window && (window.To <= now || (view.Window is { } other && (window.From >= other.To || other.From >= window.To)))
            ? view.Window is null ? "That window is over." : $"Another person approved it to begin {view.Window.Words}; name a window that overlaps."
            : null;
    }

    private static DecisionTaken? Of(IReadOnlyList<DecisionTaken> decisions, string user) =>
        decisions.FirstOrDefault(d => string.Equals(d.By, user, StringComparison.OrdinalIgnoreCase));

    private static bool Told(string? text) => text?.Trim().Length is > 0 and <= ApprovalDesk.MaxReason;
}
