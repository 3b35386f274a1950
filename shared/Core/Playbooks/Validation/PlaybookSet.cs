using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Notifications;
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
    public static IReadOnlyList<Playbook> Read(
        IEnumerable<(string File, string Text)> files, IReadOnlyCollection<ActionDescriptor> actions, Routing? routing, DiagnosticBag bag)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(bag);
        var playbooks = new Dictionary<string, (Playbook Playbook, string File)>(StringComparer.Ordinal);
        foreach (var (file, text) in files.OrderBy(f => f.File, StringComparer.Ordinal))
        {
            if (YamlFile.Read(file, text, bag) is not { } root || PlaybookReader.Read(root, actions) is not { } playbook)
            {
                continue;
            }

            if (!playbooks.TryAdd(playbook.Name, (playbook, file)))
            {
                root.Error("OPS1115", "metadata", $"Playbook '{playbook.Name}' is in {playbooks[playbook.Name].File} already.");
            }

            CheckApprovers(root, playbook, routing);
        }

        return [.. playbooks.Values.Select(p => p.Playbook)];
    }

    private static void CheckApprovers(YamlMap root, Playbook playbook, Routing? routing)
    {
        if (routing is null)
        {
            return;
        }

        foreach (var (step, map) in playbook.Steps.Zip(root.Maps("steps")))
        {
            if (step.Approval is not { } approval)
            {
                continue;
            }

            foreach (var approver in approval.Approvers.Where(a => !routing.Knows(a)))
            {
                map.Error("OPS1119", "approval", $"Approver '{approver}' is nobody in routing.yaml.");
            }

            if (routing.Resolve(approval.Approvers).Count < approval.Quorum)
            {
                map.Error("OPS1114", "approval", $"A quorum of {approval.Quorum} cannot be reached: routing.yaml knows {routing.Resolve(approval.Approvers).Count} of the approvers.");
            }
        }
    }
}
