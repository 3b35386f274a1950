using System.Text.Json;
using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Playbooks.Planning;

/// <summary>
/// What an approval is for, as one number (DESIGN section 6b). It covers what will be done to which resource under which
/// conditions, and nothing that moves by itself: no metric, time, ETag or price.
/// </summary>
public static class PlanHash
{
    /// <summary>Raised when the meaning of the hashed fields changes; old approvals are void then.</summary>
    public const int Format = 1;

    /// <summary>SHA-256 over the canonical JSON, lower-case hex.</summary>
    /// <param name="environment">Name of the environment: an approval for one never serves in another.</param>
    /// <param name="playbookHash">Hash of the pinned playbook.</param>
    /// <param name="plan">The plan.</param>
    public static string Of(string environment, string playbookHash, ActionPlan plan)
    {
        ArgumentException.ThrowIfNullOrEmpty(environment);
        ArgumentException.ThrowIfNullOrEmpty(playbookHash);
        ArgumentNullException.ThrowIfNull(plan);
        return CanonicalJson.Hash(new JsonObject
        {
            ["format"] = Format,
            ["environment"] = environment,
            ["playbook"] = playbookHash,
            ["action"] = plan.Action,
            ["target"] = new JsonObject
            {
                // ARM ids are compared ignoring case; the identity is exact.
                ["id"] = plan.Target.ResourceId.ToLowerInvariant(),
                ["identity"] = plan.Target.Identity,
            },
            ["parameters"] = plan.Parameters.DeepClone(),
            ["preconditions"] = plan.Preconditions.DeepClone(),
        });
    }
}

/// <summary>Pins a playbook by its content.</summary>
public static class PlaybookHash
{
    /// <summary>SHA-256 over the canonical JSON of the playbook as we store it, lower-case hex.</summary>
    public static string Of(Playbook playbook)
    {
        ArgumentNullException.ThrowIfNull(playbook);
        return CanonicalJson.Hash(JsonSerializer.SerializeToNode(playbook, OpsJson.Options));
    }

    /// <summary>The playbook with its hash.</summary>
    public static PinnedPlaybook Pin(Playbook playbook) => new(playbook, Of(playbook));

    /// <summary>The playbook with every playbook that it calls, and one hash over all of them: a change of any is a change of it.</summary>
    /// <param name="playbook">The playbook.</param>
    /// <param name="library">All playbooks; one that is missing is left out, and the step that calls it fails.</param>
    public static PinnedPlaybook Pin(Playbook playbook, IReadOnlyCollection<Playbook> library)
    {
        ArgumentNullException.ThrowIfNull(playbook);
        ArgumentNullException.ThrowIfNull(library);
        var called = new SortedDictionary<string, Playbook>(StringComparer.Ordinal);
        Collect(playbook, library, called);
        if (called.Count == 0)
        {
            return Pin(playbook);
        }

        var parts = new JsonObject { ["playbook"] = Of(playbook) };
        foreach (var (name, one) in called)
        {
            parts[$"called:{name}"] = Of(one);
        }

        return new(playbook, CanonicalJson.Hash(parts)) { Called = [.. called.Values] };
    }

    private static void Collect(Playbook playbook, IReadOnlyCollection<Playbook> library, SortedDictionary<string, Playbook> called)
    {
        foreach (var name in playbook.AllSteps().Select(s => s.Calls).OfType<string>())
        {
            if (library.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.Ordinal)) is { } one && called.TryAdd(name, one))
            {
                Collect(one, library, called);
            }
        }
    }
}
