using System.Globalization;
using System.Text;

namespace OpsAutomation.Core.Alerts.Senders.Signatures;

/// <summary>
/// Grafana's HMAC of a webhook contact point (12.0 and later): over the body, or, when the contact point names a timestamp
/// header, over <c>timestamp:body</c> with the time in Unix seconds. Only the second can tell a replay.
/// </summary>
internal static class GrafanaSignature
{
    /// <summary>How far the signed time may be from ours when the source says nothing: 5 minutes.</summary>
    public static readonly TimeSpan DefaultWindow = TimeSpan.FromMinutes(5);

    private static readonly ReadOnlyMemory<byte> Colon = ":"u8.ToArray();

    public static AuthenticationResult Verify(
        SourceScheme.Grafana scheme, SenderRequest request, IReadOnlyList<SourceKey> keys, TimeSpan? window, DateTimeOffset now)
    {
        if (!request.Has(scheme.Header))
        {
            return AuthenticationResult.Absent(scheme);
        }

        if (HexSignature.Read(request.Single(scheme.Header)) is not { } signature)
        {
            return AuthenticationResult.Refused(scheme, "no signature that can be read");
        }

        if (scheme.TimestampHeader is not { } header)
        {
            return Judge(scheme, keys, HexSignature.AnyMatches([signature], keys, request.Body));
        }

        var text = request.Single(header);
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return AuthenticationResult.Refused(scheme, "no signed time that can be read");
        }

        // Seconds are subtracted as numbers: an absurd one is far away, and is no date.
        var signed = HexSignature.AnyMatches([signature], keys, Encoding.ASCII.GetBytes(text!), Colon, request.Body);
        return signed && Math.Abs((decimal)seconds - now.ToUnixTimeSeconds()) > (decimal)(window ?? DefaultWindow).TotalSeconds
            ? AuthenticationResult.Refused(scheme, "signed outside of the window: a replay, or a clock that is wrong")
            : Judge(scheme, keys, signed);
    }

    private static AuthenticationResult Judge(SourceScheme scheme, IReadOnlyList<SourceKey> keys, bool signed) => signed
        ? AuthenticationResult.Accepted(scheme)
        : AuthenticationResult.Refused(scheme, keys.Count == 0 ? "the source has no key" : "no signature of an active key");
}
