using System.Text.Json.Nodes;
using OpsAutomation.Core.Playbooks.Planning;

namespace OpsAutomation.Core.Approvals;

/// <summary>Several questions to the same people, put as one. Answering it answers each, and each can be answered alone.</summary>
/// <param name="Hash">Over all the plan hashes: another plan in it is another group.</param>
/// <param name="Approvers">Whom they ask.</param>
/// <param name="Deadline">The earliest.</param>
/// <param name="Members">The questions, in the order in which they were asked.</param>
public sealed record ApprovalGroup(string Hash, IReadOnlyList<string> Approvers, DateTimeOffset Deadline, IReadOnlyList<ApprovalView> Members)
{
    /// <summary>The most questions in one group: more than that nobody reads before they answer.</summary>
    public const int MaxMembers = 50;

    /// <summary>Hash of a set of requests, the same for every order: SHA-256 over canonical JSON of their ids and plan hashes.</summary>
    /// <param name="requests">Ids and plan hashes.</param>
    public static string HashOf(IEnumerable<(string ApprovalId, string PlanHash)> requests) => CanonicalJson.Hash(new JsonObject
    {
        ["format"] = PlanHash.Format,
        ["group"] = new JsonArray(
        [
            .. requests.OrderBy(r => r.ApprovalId, StringComparer.Ordinal).Select(r => (JsonNode)new JsonObject { ["approval"] = r.ApprovalId, ["plan"] = r.PlanHash }),
        ]),
    });

    /// <summary>The groups among open requests: the same people asked, as many of them, within a time of the first. One alone is no group.</summary>
    /// <param name="open">Open requests.</param>
    /// <param name="within">The time.</param>
    public static IReadOnlyList<ApprovalGroup> Of(IEnumerable<ApprovalView> open, TimeSpan within)
    {
        ArgumentNullException.ThrowIfNull(open);
        var groups = new List<List<ApprovalView>>();
        foreach (var view in open.OrderBy(v => v.AskedAt).ThenBy(v => v.Asked.ApprovalId, StringComparer.Ordinal))
        {
            if (groups.Find(g => g.Count < MaxMembers && Alike(g[0], view) && view.AskedAt - g[0].AskedAt <= within) is { } group)
            {
                group.Add(view);
            }
            else
            {
                groups.Add([view]);
            }
        }

        return
        [
            .. groups.Where(g => g.Count > 1).Select(g => new ApprovalGroup(
                HashOf(g.Select(v => (v.Asked.ApprovalId, v.Asked.PlanHash))), g[0].Asked.Approvers, g.Min(v => v.Asked.Deadline), g)),
        ];
    }

    private static bool Alike(ApprovalView left, ApprovalView right) =>
        left.Quorum == right.Quorum && left.Asked.Approvers.Order(StringComparer.Ordinal).SequenceEqual(right.Asked.Approvers.Order(StringComparer.Ordinal), StringComparer.Ordinal);
}
