using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Core.Playbooks.Approving;
using OpsAutomation.Core.Playbooks.Loading;

namespace OpsAutomation.Core.Playbooks.Validation;

/// <summary>Reads all playbooks of a catalogue and checks what only shows between files.</summary>
public static class PlaybookSet
{
    /// <summary>Reads every file; a playbook with errors is left out, and its errors are in the bag.</summary>
    /// <param name="files">Name and content of each file under <c>playbooks/</c>.</param>
    /// <param name="actions">The actions that exist.</param>
    /// <param name="routing">Users and roles, or null when that file itself is broken.</param>
    /// <param name="bag">Receives every problem.</param>
    /// <param name="policies">How people approve; null for no policy.</param>
    public static IReadOnlyList<Playbook> Read(
        IEnumerable<(string File, string Text)> files, IReadOnlyCollection<ActionDescriptor> actions, Routing? routing, DiagnosticBag bag, ApprovalPolicies? policies = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(bag);
        var drafts = new Dictionary<string, PlaybookDraft>(StringComparer.Ordinal);
        foreach (var (file, text) in files.OrderBy(f => f.File, StringComparer.Ordinal))
        {
            if (YamlFile.Read(file, text, bag) is not { } root)
            {
                continue;
            }

            var draft = PlaybookReader.Read(root, actions);
            if (!drafts.TryAdd(draft.Playbook.Name, draft) && draft.Playbook.Name.Length > 0)
            {
                root.Error("OPS1115", "metadata", $"Playbook '{draft.Playbook.Name}' is in {drafts[draft.Playbook.Name].Root.File} already.");
            }

            new PlaybookRules(draft, actions).Check();
            CheckApprovers(draft, routing, policies ?? ApprovalPolicies.None);
        }

        var calls = new CallRules(drafts);
        foreach (var draft in drafts.Values)
        {
            calls.Check(draft);
            new ExpressionRules(draft, drafts, actions).Check();
        }

        // A catalogue with any error is not loaded at all, so a good playbook that calls a broken one runs nowhere.
        var broken = bag.All.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.File).ToHashSet(StringComparer.Ordinal);
        return [.. drafts.Values.Where(d => !broken.Contains(d.Root.File)).Select(d => policies?.Complete(d.Playbook) ?? d.Playbook)];
    }

    private static void CheckApprovers(PlaybookDraft draft, Routing? routing, ApprovalPolicies policies)
    {
        if (routing is null)
        {
            return;
        }

        var rules = new ApprovalRules(policies, routing);
        foreach (var step in draft.AllSteps())
        {
            if (step.Step.Approval is not { } approval)
            {
                continue;
            }

            List<string> people = [.. approval.Approvers, .. (approval.Escalation ?? []).SelectMany(e => e.Approvers)];
            foreach (var approver in people.Where(a => !routing.Knows(a)))
            {
                step.Map.Error("OPS1119", "approval", $"Approver '{approver}' is nobody in routing.yaml.");
            }

            if (approval.Approvers.Count > 0 && people.TrueForAll(p => routing.GroupOf(p) is null) && routing.Everyone(people).Count < approval.Quorum)
            {
                step.Map.Error("OPS1114", "approval", $"A quorum of {approval.Quorum} cannot be reached: routing.yaml knows {routing.Everyone(people).Count} of the approvers.");
            }

            rules.Check(draft.Playbook.Risk, step);
        }
    }
}
