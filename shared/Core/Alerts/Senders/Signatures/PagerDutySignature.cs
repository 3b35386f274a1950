namespace OpsAutomation.Core.Alerts.Senders.Signatures;

/// <summary>
/// <c>X-PagerDuty-Signature: v1=hex,v1=hex</c>: while a subscription's secret is being replaced, PagerDuty signs with both.
/// The scheme signs no time; a replay is a redelivery of the same body and meets the same deterministic ids.
/// </summary>
internal static class PagerDutySignature
{
    public const string Header = "X-PagerDuty-Signature";

    /// <summary>The most signatures that are looked at: PagerDuty sends one or two, and each costs a comparison.</summary>
    public const int MaxSignatures = 8;

    private const string Version = "v1=";

    public static AuthenticationResult Verify(SourceScheme.PagerDuty scheme, SenderRequest request, IReadOnlyList<SourceKey> keys)
    {
        if (!request.Has(Header))
        {
            return AuthenticationResult.Absent(scheme);
        }

        var parts = request.Single(Header)?.Split(',', MaxSignatures + 1) ?? [];
        if (parts.Length is 0 or > MaxSignatures)
        {
            return AuthenticationResult.Refused(scheme, "no header that can be read, or too many signatures");
        }

        var signatures = new List<byte[]>();
        foreach (var part in parts)
        {
            // Versions that come later stand beside v1 and are not ours to judge.
            var text = part.AsSpan().Trim(' ');
            if (text.StartsWith(Version, StringComparison.Ordinal) && HexSignature.Read(text[Version.Length..]) is { } signature)
            {
                signatures.Add(signature);
            }
        }

        return HexSignature.AnyMatches(signatures, keys, request.Body)
            ? AuthenticationResult.Accepted(scheme)
            : AuthenticationResult.Refused(scheme, keys.Count == 0 ? "the source has no key" : "no signature of an active key");
    }
}
