using System.Text;

namespace OpsAutomation.Core.Approvals;

/// <summary>
/// The value that a form must send back: it shows that the form was ours, was given to this user, and is for this
/// approval. A page of someone else cannot make a signed-in approver's browser decide.
/// </summary>
/// <param name="keys">The keys.</param>
/// <param name="clock">Judges expiry.</param>
public sealed class AntiForgery(ILinkKeys keys, TimeProvider clock)
{
    private const string Kind = "f1";

    /// <summary>How long a form may stay open.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>Makes the value for one form.</summary>
    public string Issue(string user, string approvalId)
    {
        var expires = (clock.GetUtcNow() + Lifetime).ToUnixTimeSeconds();
        return SignedText.Sign(Kind, keys.Current, Payload(user, approvalId, expires));
    }

    /// <summary>Checks what a form sent. Never throws for what it is given.</summary>
    public PolicyVerdict Check(string? value, string user, string approvalId)
    {
        var opened = SignedText.Open(Kind, keys, value);
        if (opened.Payload is not { } payload)
        {
            return new(false, "The form did not come from this page. Open the page again.");
        }

        var text = Encoding.UTF8.GetString(payload);
        if (!long.TryParse(text[..Math.Max(0, text.IndexOf('|', StringComparison.Ordinal))], out var expires)
            || !payload.AsSpan().SequenceEqual(Payload(user, approvalId, expires)))
        {
            return new(false, "The form was made for someone else or for another plan. Open the page again.");
        }

        return clock.GetUtcNow().ToUnixTimeSeconds() > expires || !opened.Key!.SignedAt(DateTimeOffset.FromUnixTimeSeconds(expires) - Lifetime)
            ? new(false, "The form was open for too long. Open the page again.")
            : new(true, "The form is ours.");
    }

    // Lengths before texts: no two pairs of user and approval give the same bytes.
    private static byte[] Payload(string user, string approvalId, long expires) =>
        Encoding.UTF8.GetBytes($"{expires}|{user.Length}|{user}|{approvalId}");
}
