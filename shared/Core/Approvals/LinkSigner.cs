using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsAutomation.Core.Approvals.Links;

namespace OpsAutomation.Core.Approvals;

/// <summary>Signs and opens the links of approvals.</summary>
/// <param name="keys">The keys.</param>
/// <param name="environment">The environment whose links are accepted.</param>
/// <param name="clock">Judges expiry.</param>
public sealed class LinkSigner(ILinkKeys keys, string environment, TimeProvider clock)
{
    private const string Kind = "l2";

    /// <summary>Signs claims with the current key. URL-safe; about 400 characters.</summary>
    public string Sign(ApprovalClaims claims)
    {
        ArgumentNullException.ThrowIfNull(claims);
        var fields = new JsonArray(
            claims.Purpose, claims.Environment, claims.IncidentId, claims.StepId, claims.ApprovalId, claims.PlanHash, claims.Expires.ToUnixTimeSeconds(),
            clock.GetUtcNow().ToUnixTimeSeconds());
        var token = SignedText.Sign(Kind, keys.Current, Encoding.UTF8.GetBytes(fields.ToJsonString()));
        return token.Length <= SignedText.MaxLength ? token : throw new ArgumentException("The claims are too long for a link.", nameof(claims));
    }

    /// <summary>Opens a token. Never throws for what it is given.</summary>
    public LinkVerdict Open(string? token)
    {
        var opened = SignedText.Open(Kind, keys, token);
        if (opened.Payload is not { } payload)
        {
            return Refuse(opened.Problem!.Value);
        }

        if (Parse(payload) is not var (claims, issued))
        {
            return Refuse(LinkProblem.Malformed);
        }

        if (!string.Equals(claims.Purpose, ApprovalClaims.ApprovePurpose, StringComparison.Ordinal))
        {
            return Refuse(LinkProblem.WrongPurpose);
        }

        return LinkRules.Judge(opened.Key!, issued, claims.Expires, claims.Environment, environment, clock.GetUtcNow()) is { } problem
            ? Refuse(problem)
            : new LinkVerdict(claims, null, "The link is good.") { Mark = LinkMark.Of(payload, opened.Key!, issued) };
    }

    internal static LinkVerdict Refuse(LinkProblem problem) => new(null, problem, Words(problem));

    /// <summary>A problem in the words of whoever opened the link.</summary>
    internal static string Words(LinkProblem problem) => problem switch
    {
        LinkProblem.Malformed => "This link is not complete. Open it from the message again, or copy all of it.",
        LinkProblem.UnknownKey => "This link was signed with a key that is no longer accepted. Ask for a new one.",
        LinkProblem.Forged => "This link was changed after it was signed.",
        LinkProblem.Expired => "This link has expired.",
        LinkProblem.Downgraded => "This link was signed with an old key after a new one had taken its place.",
        LinkProblem.Revoked => "This link was taken back.",
        LinkProblem.WrongEnvironment => "This link belongs to another environment.",
        _ => "This link is for something else.",
    };

    private static (ApprovalClaims Claims, DateTimeOffset Issued)? Parse(byte[] payload)
    {
        try
        {
            return JsonNode.Parse(payload) is JsonArray { Count: 8 } fields
                ? (new ApprovalClaims(Text(fields[0]), Text(fields[1]), Text(fields[2]), Text(fields[3]), Text(fields[4]), Text(fields[5]), LinkRules.Time(fields[6])), LinkRules.Time(fields[7]))
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException or OverflowException or NullReferenceException)
        {
            return null; // signed by us, yet not ours to read: a newer version's format
        }
    }

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}
