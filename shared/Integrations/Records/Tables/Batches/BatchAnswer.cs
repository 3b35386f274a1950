using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OpsAutomation.Integrations.Records.Tables.Batches;

/// <summary>What became of a batch: its answer is 202 whatever happened, and the parts inside tell.</summary>
/// <param name="Reply">The first failure, or a success for all.</param>
/// <param name="Index">Which change failed, counted from 0; null when the service does not say.</param>
internal sealed partial record BatchAnswer(TableReply Reply, int? Index)
{
    /// <summary>Reads an answer.</summary>
    /// <param name="reply">The answer to the whole.</param>
    /// <param name="changes">Number of changes; so many parts a success has.</param>
    public static BatchAnswer Read(TableReply reply, int changes)
    {
        if (!reply.Done)
        {
            return new BatchAnswer(reply, Index: null);
        }

        var text = Encoding.UTF8.GetString(reply.Body.Span);
        var done = 0;
        foreach (Match line in StatusLine().Matches(text))
        {
            var status = int.Parse(line.Groups["status"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
            if (status is < 200 or >= 300)
            {
                return Failed(status, text[line.Index..], changes);
            }

            done++;
        }

        // A success that does not speak of every change is none that can be believed, and no failure either.
        return new BatchAnswer(
            done == changes ? reply : new TableReply(0, Code: null, $"The answer to a batch of {changes} changes speaks of {done}."), Index: null);
    }

    private static BatchAnswer Failed(int status, string part, int changes)
    {
        var (start, end) = (part.IndexOf('{', StringComparison.Ordinal), part.LastIndexOf('}'));
        var reply = TableReply.Failed(status, start < 0 || end < start ? default : Encoding.UTF8.GetBytes(part[start..(end + 1)]), code: null, retryAfter: null);

        // The message begins with the index of the change: "1:The specified entity already exists."
        var colon = reply.Message.IndexOf(':', StringComparison.Ordinal);
        return int.TryParse(reply.Message.AsSpan(0, Math.Max(colon, 0)), NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < changes
            ? new BatchAnswer(reply with { Message = reply.Message[(colon + 1)..] }, index)
            : new BatchAnswer(reply, changes == 1 ? 0 : null);
    }

    [GeneratedRegex(@"^HTTP/1\.\d (?<status>[1-5]\d\d)", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StatusLine();
}
