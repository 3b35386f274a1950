using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Approvals.Links;

namespace OpsAutomation.Core.ChatOps;

/// <summary>Signs and opens the links of messages, with the keys and the signature of the links of approvals and another kind of text.</summary>
/// <param name="keys">The keys.</param>
/// <param name="environment">The environment whose links are accepted.</param>
/// <param name="clock">Judges expiry.</param>
public sealed class ActSigner(ILinkKeys keys, string environment, TimeProvider clock)
{
    /// <summary>How long a link of a message is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(3);

    private const string Kind = "c1";

    /// <summary>Signs a link for an incident with the current key. URL-safe; about 250 characters.</summary>
    /// <param name="act">One of <see cref="Acts"/>.</param>
    /// <param name="incidentId">The incident.</param>
    /// <param name="occasion">Of which message it is.</param>
    public string Sign(string act, string incidentId, string occasion)
    {
        var now = clock.GetUtcNow();
        var fields = new JsonArray(act, environment, incidentId, occasion, (now + Lifetime).ToUnixTimeSeconds(), now.ToUnixTimeSeconds());
        return SignedText.Sign(Kind, keys.Current, Encoding.UTF8.GetBytes(fields.ToJsonString()));
    }

    /// <summary>Opens a token. Never throws for what it is given.</summary>
    public ActVerdict Open(string? token)
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

        var problem = !Acts.Knows(claims.Act) && !Acts.OfDrills.Any(a => a.Name == claims.Act)
            ? LinkProblem.WrongPurpose
            : LinkRules.Judge(opened.Key!, issued, claims.Expires, claims.Environment, environment, clock.GetUtcNow());
        return problem is { } wrong ? Refuse(wrong) : new ActVerdict(claims, null, "The link is good.") { Mark = LinkMark.Of(payload, opened.Key!, issued) };
    }

    internal static ActVerdict Refuse(LinkProblem problem) => new(null, problem, LinkSigner.Words(problem));

    private static (ActClaims Claims, DateTimeOffset Issued)? Parse(byte[] payload)
    {
        try
        {
            return JsonNode.Parse(payload) is JsonArray { Count: 6 } fields
                ? (new ActClaims(fields[0]!.GetValue<string>(), fields[1]!.GetValue<string>(), fields[2]!.GetValue<string>(), fields[3]!.GetValue<string>(), LinkRules.Time(fields[4])), LinkRules.Time(fields[5]))
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException or OverflowException or NullReferenceException)
        {
            return null; // signed by us, yet not ours to read: a newer version's format
        }
    }
}
