using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace OpsAutomation.Core.Audit;

/// <summary>Checks an export by itself, without the system that it came from.</summary>
public static class AuditFile
{
    // Problems of a file that is no export at all would fill the screen.
    private const int MaxProblems = 100;

    /// <summary>Reads and checks the lines.</summary>
    public static AuditFileReport Check(IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var reading = new Reading();
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            reading.Take(number, line);
        }

        return reading.Report(MaxProblems);
    }

    private sealed class Reading
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly List<string> _problems = [];
        private readonly List<(DateOnly Day, string Text)> _anchors = [];
        private readonly Dictionary<string, (ChainHead Head, List<JsonObject> Entries)> _chains = new(StringComparer.Ordinal);
        private int _lines;
        private bool _ended;

        public void Take(int number, string line)
        {
            if (_ended)
            {
                _problems.Add($"Line {number} stands behind the end.");
                return;
            }

            if (AuditChain.Parse(line) is not { } read)
            {
                _problems.Add($"Line {number} is no object.");
            }
            else
            {
                Take(number, Text(read, "kind"), read);
            }

            if (!_ended)
            {
                _lines++;
                _hash.AppendData(Encoding.UTF8.GetBytes(line + "\n"));
            }
        }

        public AuditFileReport Report(int most)
        {
            if (!_ended)
            {
                _problems.Add("It has no end: it was cut off.");
            }

            var (read, broken) = AnchorChain.Read(_anchors, fromTheFirst: false);
            _problems.AddRange(broken.Select(b => $"Anchor of {b.Day:yyyy-MM-dd}: {b.Reason}"));
            var witnessed = AnchorChain.Witnessed(read);
            foreach (var (chain, (head, entries)) in _chains)
            {
                if ((AuditChain.Verify(entries, head) ?? AnchorChain.Compare(entries, witnessed[chain])) is { } link)
                {
                    _problems.Add($"{chain}, entry {link.Sequence}: {link.Reason}");
                }
            }

            return new AuditFileReport(_problems.Count == 0, _chains.Count, _chains.Values.Sum(c => c.Entries.Count), read.Count, [.. _problems.Take(most)]);
        }

        private void Take(int number, string? kind, JsonObject read)
        {
            switch (kind)
            {
                case "export":
                    Say(number != 1, $"Line {number}: a header stands in the middle.");
                    Say(Number(read, "format") != AuditExport.Format, $"Its format is {read["format"]}; this program reads {AuditExport.Format}.");
                    break;
                case "anchor" when DateOnly.TryParseExact(Text(read, "day"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day):
                    _anchors.Add((day, Text(read, "text") ?? string.Empty));
                    break;
                case "chain" when Text(read, "chain") is { } chain:
                    Say(!_chains.TryAdd(chain, (new ChainHead(chain, Number(read, "count") ?? -1, Text(read, "hash") ?? string.Empty), [])), $"Line {number}: {chain} begins twice.");
                    break;
                case "entry" when Text(read, "chain") is { } of && _chains.TryGetValue(of, out var known) && read["entry"] is JsonObject entry:
                    known.Entries.Add(entry);
                    break;
                case "end":
                    _ended = true;
                    Say(Number(read, "lines") != _lines, $"It ends after {_lines} lines and says {read["lines"]}.");
                    Say(Text(read, "hash") != Convert.ToHexStringLower(_hash.GetCurrentHash()), "The hash of its end is of other lines.");
                    break;
                default:
                    _problems.Add($"Line {number} is none of an export.");
                    break;
            }

            Say(number == 1 && kind != "export", "It does not begin with a header.");
        }

        private void Say(bool wrong, string problem)
        {
            if (wrong)
            {
                _problems.Add(problem);
            }
        }

        private static string? Text(JsonObject read, string name) => read[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

        private static int? Number(JsonObject read, string name) => read[name] is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;
    }
}

/// <summary>What was found in an export.</summary>
/// <param name="Whole">Whether everything in it holds.</param>
/// <param name="Chains">Number of chains.</param>
/// <param name="Entries">Number of entries.</param>
/// <param name="Anchors">Number of anchors.</param>
/// <param name="Problems">What does not hold, a sentence each.</param>
public sealed record AuditFileReport(bool Whole, int Chains, int Entries, int Anchors, IReadOnlyList<string> Problems);
