using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;

namespace OpsAutomation.Core.Approvals;

/// <summary>What the journal says of a decision. The words of people are data: cleaned, cut, and without secrets.</summary>
internal static class DecisionEntry
{
    internal static NewEntry Of(ApprovalView view, PolicyVerdict right, DecisionOrder order, Routing routing)
    {
        var signedInAs = order.Person!.Name.Trim();
        var user = routing.PersonOf(signedInAs);
        var reason = Clean(order.Reason!);
        var instruction = order.Instruction is null ? null : Clean(order.Instruction);
        var again = view.Withdrawals.Any(w => string.Equals(w.By, user, StringComparison.OrdinalIgnoreCase)) ? ":again" : string.Empty;
        string?[] words =
        [
            $"{(order.BreakGlass ? "BREAK-GLASS: " : string.Empty)}{user} {(order.Approve ? "approved" : "rejected")} step {view.Asked.StepId}",
            right.For is null ? null : $" in the place of {string.Join(", ", right.For)}",
            order.Window is null ? null : $", to begin {order.Window.Words}",
            order.Group is null ? null : ", with others of one group",
            $": {reason}",
            instruction is null ? null : $" Instruction: {instruction}",
        ];
        return new NewEntry(
            $"decided:{view.Asked.ApprovalId}:{user.ToLowerInvariant()}{again}",
            user,
            string.Concat(words),
            new Fact.Decided(view.Asked.StepId, view.Asked.ApprovalId, view.Asked.PlanHash, order.Approve ? DecisionOutcome.Approved : DecisionOutcome.Rejected, user, reason)
            {
                Instruction = instruction,
                For = right.For,
                BreakGlass = order.BreakGlass ? true : null,
                Window = order.Window,
                Group = order.Group,
                SignedInAs = string.Equals(signedInAs, user, StringComparison.OrdinalIgnoreCase) ? null : signedInAs,
            });
    }

    internal static NewEntry Withdrawal(ApprovalView view, string user, string reason) => new(
        $"withdrawn:{view.Asked.ApprovalId}:{user.ToLowerInvariant()}",
        user,
        $"{user} withdrew the approval of step {view.Asked.StepId}: {Clean(reason)}",
        new Fact.ApprovalWithdrawn(view.Asked.StepId, view.Asked.ApprovalId, user, Clean(reason)));

    private static string Clean(string text) => AlertText.Clean(Redaction.Text(text.Trim()), ApprovalDesk.MaxReason);
}
