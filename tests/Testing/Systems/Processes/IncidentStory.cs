using System.Text;
using System.Text.Json.Nodes;

namespace OpsAutomation.Testing.Systems.Processes;

/// <summary>An incident as the API tells it.</summary>
/// <param name="json">The answer.</param>
public sealed class IncidentStory(JsonNode json)
{
    /// <summary>Its status.</summary>
    public string Status => json["head"]!["status"]!.GetValue<string>();

    /// <summary>Number of the last entry.</summary>
    public int LastSequence => json["head"]!["lastSequence"]!.GetValue<int>();

    /// <summary>Whether it ended in another way than by being closed.</summary>
    public bool WentWrong => Status is "Escalated" or "Failed";

    /// <summary>Keys of the entries in order.</summary>
    public IEnumerable<string> Keys => Entries.Select(e => e["key"]!.GetValue<string>());

    /// <summary>The facts of a kind in order.</summary>
    public IEnumerable<JsonNode> Facts(string kind) => Entries.Select(e => e["fact"]!).Where(f => f["kind"]!.GetValue<string>() == kind);

    /// <summary>The journal, a line an entry: what a failing test prints.</summary>
    public string Journal
    {
        get
        {
            var lines = new StringBuilder($"{json["head"]!["id"]} {Status}\n");
            foreach (var entry in Entries)
            {
                lines.Append("  ").Append(entry["sequence"]).Append(' ').Append(entry["at"]).Append(' ').Append(entry["key"]).Append(": ").Append(entry["text"]).Append('\n');
            }

            return lines.ToString();
        }
    }

    private IEnumerable<JsonNode> Entries => json["entries"]!.AsArray().Select(e => e!);
}
