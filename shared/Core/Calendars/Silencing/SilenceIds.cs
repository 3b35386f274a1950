using System.Security.Cryptography;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Calendars.Silencing;

/// <summary>Ids of silences that nobody named.</summary>
internal static class SilenceIds
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int Length = 10;

    /// <summary>
    /// The same request of the same person within one minute has the same ids in the same order, so that a retry makes no second
    /// silence, and one that is made again after the first was cancelled is the second.
    /// </summary>
    /// <param name="user">Who.</param>
    /// <param name="matchers">The conditions.</param>
    /// <param name="draft">The rest of what was said.</param>
    /// <param name="now">The time.</param>
    /// <param name="number">From 0.</param>
    public static string Of(string user, IReadOnlyList<string> matchers, SilenceDraft draft, DateTimeOffset now, int number)
    {
        var said = OpsJson.Write(new { user, matchers, draft.Reason, draft.For, draft.EndsAt, draft.StartsAt, minute = now.UtcTicks / TimeSpan.TicksPerMinute, number });
        var hash = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(said));
        return "s-" + string.Concat(hash.Take(Length).Select(b => Alphabet[b & 31]));
    }
}
