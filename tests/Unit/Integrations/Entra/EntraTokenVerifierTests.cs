using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Integrations.Entra;
using OpsAutomation.Testing.Senders;

namespace OpsAutomation.Unit.Integrations.Entra;

public sealed class EntraTokenVerifierTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly TokenIssuer Issuer = new();
    private static readonly SourceScheme.Entra Scheme = new(TokenIssuer.Tenant, [TokenIssuer.Audience], [TokenIssuer.ActionGroups], [TokenIssuer.Role]);

    private readonly FakeTimeProvider _clock = new(Noon);

    public static TheoryData<string, string, JsonNode?> Wrong => new()
    {
        { "another audience", "aud", "api://other" },
        { "no audience", "aud", null },
        { "another tenant's issuer", "iss", "https://sts.windows.net/33333333-3333-3333-3333-333333333333/" },
        { "an issuer of nobody", "iss", "https://evil.test/" },
        { "another client", "appid", "00000000-0000-0000-0000-000000000001" },
        { "no client", "appid", null },
        { "another role", "roles", new JsonArray("Reader") },
        { "no role", "roles", null },
        { "a role that is part of a name", "roles", new JsonArray("ActionGroupsSecureWebhookReader") },
        { "no end", "exp", null },
        { "an end in the past", "exp", Noon.AddMinutes(-3).ToUnixTimeSeconds() },
        { "a start in the future", "nbf", Noon.AddMinutes(3).ToUnixTimeSeconds() },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_token_that_is_wrong_in_one_thing_is_refused(string what, string claim, JsonNode? value)
    {
        var result = await AskAsync(Issuer.Token(Noon, c => Set(c, claim, value?.DeepClone())));

        Assert.Equal((what, AuthenticationOutcome.Refused), (what, result.Outcome));
    }

    [Fact]
    public async Task The_token_of_an_action_group_is_good_in_both_versions()
    {
        Assert.Equal("proved", (await AskAsync(Issuer.Token(Noon))).Reason);
        var second = Issuer.Token(Noon, c =>
        {
            c["iss"] = $"https://login.microsoftonline.com/{TokenIssuer.Tenant}/v2.0";
            c["azp"] = c["appid"]!.DeepClone();
            c.Remove("appid");
        });
        Assert.Equal("proved", (await AskAsync(second)).Reason);
    }

    [Fact]
    public async Task Its_lifetime_is_judged_on_our_clock()
    {
        var token = Issuer.Token(Noon);
        foreach (var (minutes, outcome) in new[] { (0, AuthenticationOutcome.Accepted), (61, AuthenticationOutcome.Accepted), (63, AuthenticationOutcome.Refused) })
        {
            _clock.SetUtcNow(Noon.AddMinutes(minutes));
            Assert.Equal((minutes, outcome), (minutes, (await AskAsync(token)).Outcome));
        }
    }

    [Fact]
    public async Task A_token_of_a_stranger_with_the_same_key_id_is_refused() =>
        Assert.Equal("no good signature", (await AskAsync(new TokenIssuer().Token(Noon))).Reason);

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("RS512")]
    [InlineData("rs256")]
    public async Task No_other_algorithm_is_taken(string algorithm) =>
        Assert.Equal(AuthenticationOutcome.Refused, (await AskAsync(Issuer.Token(Noon, changeHeader: h => h["alg"] = algorithm))).Outcome);

    [Fact]
    public async Task A_signature_made_with_the_public_key_as_a_secret_is_refused()
    {
        var token = Issuer.Token(Noon, changeHeader: h => h["alg"] = "HS256");
        var signed = token[..token.LastIndexOf('.')];
        var mac = System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes(Issuer.KeySet), Encoding.ASCII.GetBytes(signed));

        Assert.False((await AskAsync($"{signed}.{Base64Url.EncodeToString(mac)}")).IsAccepted);
    }

    [Fact]
    public async Task A_token_without_a_signature_is_refused()
    {
        var token = Issuer.Token(Noon);

        Assert.False((await AskAsync(token[..(token.LastIndexOf('.') + 1)])).IsAccepted);
        Assert.False((await AskAsync(token[..token.LastIndexOf('.')])).IsAccepted);
    }

    [Fact]
    public async Task A_key_that_the_token_brings_along_is_not_used()
    {
        var stranger = new TokenIssuer("brought");
        var brought = JsonNode.Parse(stranger.KeySet)!["keys"]![0]!;

        Assert.False((await AskAsync(stranger.Token(Noon, changeHeader: h =>
        {
            h["jwk"] = brought.DeepClone();
            h["jku"] = "https://evil.test/keys";
            h["x5u"] = "https://evil.test/keys";
        }))).IsAccepted);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b.c")]
    [InlineData("...")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.e30.")]
    [InlineData("eyJhbGciOiJSUzI1NiIsImtpZCI6ImtleS0xIn0.bm90IGpzb24.AAAA")]
    public async Task What_is_no_token_is_refused(string token) => Assert.Equal(AuthenticationOutcome.Refused, (await AskAsync(token)).Outcome);

    [Fact]
    public async Task A_token_that_is_too_long_is_refused() =>
        Assert.Equal(AuthenticationOutcome.Refused, (await AskAsync(Issuer.Token(Noon, c => c["filler"] = new string('x', 40_000)))).Outcome);

    [Fact]
    public async Task When_the_keys_cannot_be_had_nothing_is_accepted_and_nothing_refused()
    {
        var verifier = new EntraTokenVerifier(new NoKeys(), new EntraOptions(), _clock);

        Assert.Equal(AuthenticationOutcome.Unavailable, (await verifier.VerifyAsync(Scheme, Issuer.Token(Noon), default)).Outcome);
    }

    [Fact]
    public async Task What_is_refused_is_not_quoted()
    {
        var result = await AskAsync(Issuer.Token(Noon, c => c["aud"] = "canary"));

        Assert.DoesNotContain("canary", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_flipped_bit_never_verifies()
    {
        var token = Issuer.Token(Noon);
        Prop.ForAll<NonNegativeInt>(at =>
        {
            var place = at.Get / 7 % token.Length;
            var flipped = string.Concat(token.Select((c, i) => i == place ? (char)(c ^ (1 << (at.Get % 7))) : c));

            // The last digit of a part has bits that stand for nothing; such a text is the same token.
            return Same(token, flipped) || !AskAsync(flipped).GetAwaiter().GetResult().IsAccepted;
        }).QuickCheckThrowOnFailure();
    }

    private static bool Same(string token, string other)
    {
        var (left, right) = (token.Split('.'), other.Split('.'));
        return left.Length == right.Length && left[0] == right[0] && left[1] == right[1] && left[2][..^1] == right[2][..^1];
    }

    private static void Set(JsonObject claims, string name, JsonNode? value)
    {
        claims.Remove(name);
        if (value is not null)
        {
            claims[name] = value;
        }
    }

    private Task<AuthenticationResult> AskAsync(string token) =>
        new EntraTokenVerifier(new StaticEntraKeys(Issuer.KeySet), new EntraOptions(), _clock).VerifyAsync(Scheme, token, default);

    private sealed class NoKeys : IEntraKeys
    {
        public Task<IReadOnlyList<Microsoft.IdentityModel.Tokens.SecurityKey>?> FindAsync(string tenant, string keyId, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<Microsoft.IdentityModel.Tokens.SecurityKey>?>(null);
    }
}
