using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Alerts.Senders;

namespace OpsAutomation.Unit.Core.Alerts.Senders;

public sealed class SenderAuthenticatorTests
{
    private const string PagerDuty = "X-PagerDuty-Signature";
    private const string Grafana = SourceScheme.Grafana.DefaultHeader;
    private const string Time = "X-Grafana-Alerting-Timestamp";

    private readonly FakeTimeProvider _clock = new(Proof.Noon);

    private static readonly SourceScheme[] Schemes =
    [
        new SourceScheme.FunctionKey(),
        new SourceScheme.Bearer(),
        new SourceScheme.Basic("alertmanager"),
        new SourceScheme.PagerDuty(),
        new SourceScheme.Grafana(Grafana, null),
        new SourceScheme.Grafana(Grafana, Time),
        new SourceScheme.Sns(),
        new SourceScheme.Entra("11111111-1111-1111-1111-111111111111", ["api://ops"], [], ["R"]),
        new SourceScheme.None(),
    ];

    public static TheoryData<SourceScheme> EveryScheme => new(Schemes);

    public static TheoryData<SourceScheme> EverySecretScheme => new(Schemes.Where(s => s.NeedsKeys));

    [Theory]
    [MemberData(nameof(EveryScheme))]
    public async Task Without_a_proof_nobody_gets_in(SourceScheme scheme) =>
        Assert.NotEqual(AuthenticationOutcome.Accepted, (await AskAsync(scheme, Proof.Request())).Outcome);

    [Theory]
    [MemberData(nameof(EverySecretScheme))]
    public async Task Both_active_secrets_open_and_no_other(SourceScheme scheme)
    {
        foreach (var (secret, outcome) in new[] { (Proof.New, AuthenticationOutcome.Accepted), (Proof.Old, AuthenticationOutcome.Accepted), (Proof.New + "x", AuthenticationOutcome.Refused) })
        {
            Assert.Equal((secret, outcome), (secret, (await AskAsync(scheme, Good(scheme, secret))).Outcome));
        }
    }

    [Theory]
    [MemberData(nameof(EverySecretScheme))]
    public async Task A_source_without_a_configured_secret_is_closed(SourceScheme scheme) =>
        Assert.Equal(AuthenticationOutcome.Refused, (await AskAsync(scheme, Good(scheme, Proof.New), keys: new ConfiguredKeys())).Outcome);

    [Theory]
    [MemberData(nameof(EverySecretScheme))]
    public async Task A_secret_has_the_name_that_the_scheme_gives(SourceScheme scheme)
    {
        var named = scheme with { KeyName = "other" };

        Assert.Equal(AuthenticationOutcome.Refused, (await AskAsync(named, Good(scheme, Proof.New))).Outcome);
        Assert.Equal(AuthenticationOutcome.Accepted, (await AskAsync(named, Good(scheme, Proof.New), keys: ConfiguredKeys.Both("other"))).Outcome);
    }

    [Theory]
    [MemberData(nameof(EverySecretScheme))]
    public async Task A_header_that_stands_twice_is_no_proof(SourceScheme scheme)
    {
        var good = Good(scheme, Proof.New);
        var twice = good with { Headers = name => [.. good.Headers(name), .. good.Headers(name)] };

        Assert.Equal(AuthenticationOutcome.Refused, (await AskAsync(scheme, twice)).Outcome);
    }

    public static TheoryData<string, string> Hostile => new()
    {
        { "ten kilobytes", new string('a', 10 * 1024) },
        { "twenty kilobytes", new string('a', 20 * 1024) },
        { "no ASCII", "Bearer пароль" },
        { "a null", "Bearer a\0b" },
        { "nothing", "" },
        { "spaces", "      " },
        { "the word alone", "Bearer" },
        { "no base64", "Basic %%%" },
        { "base64 of no UTF-8", "Basic " + Convert.ToBase64String([0xFF, 0xFE, (byte)':']) },
        { "base64 without a colon", "Basic " + Convert.ToBase64String("alertmanager"u8) },
        { "commas", new string(',', 5000) },
        { "a thousand signatures", string.Join(',', Enumerable.Repeat("v1=" + new string('0', 64), 1000)) },
        { "half a signature", "v1=" + new string('0', 63) },
        { "a signature with a prefix", "sha256=" + new string('0', 64) },
        { "no hex", new string('g', 64) },
        { "three parts that are no token", "Bearer a.b.c" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task A_hostile_header_is_refused_and_nothing_escapes(string what, string value)
    {
        foreach (var scheme in Schemes.Where(s => s.NeedsKeys))
        {
            foreach (var header in new[] { "x-functions-key", "Authorization", PagerDuty, Grafana, Time })
            {
                var result = await AskAsync(scheme, Proof.Request(headers: [(header, value), (header == Grafana ? Time : Grafana, new string('0', 64))]));

                Assert.False(result.IsAccepted, $"{what} in {header} for {scheme.Word}");
                Assert.DoesNotContain(Proof.New, result.Reason, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task The_time_that_Grafana_signs_may_be_five_minutes_off_and_no_more()
    {
        var scheme = new SourceScheme.Grafana(Grafana, Time);
        var good = Good(scheme, Proof.New);
        foreach (var (minutes, outcome) in new[] { (0, AuthenticationOutcome.Accepted), (5, AuthenticationOutcome.Accepted), (6, AuthenticationOutcome.Refused) })
        {
            Assert.Equal((minutes, outcome), (minutes, (await AskAsync(scheme, good, at: Proof.Noon.AddMinutes(minutes))).Outcome));
            Assert.Equal((minutes, outcome), (minutes, (await AskAsync(scheme, good, at: Proof.Noon.AddMinutes(-minutes))).Outcome));
        }

        Assert.Equal(AuthenticationOutcome.Refused, (await AskAsync(scheme, good, at: Proof.Noon.AddMinutes(1), window: TimeSpan.FromSeconds(30))).Outcome);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("+1795521600")]
    [InlineData("1795521600.5")]
    [InlineData("99999999999999999999999999")]
    [InlineData("9223372036854775807")]
    [InlineData("soon")]
    public async Task A_time_that_is_none_is_refused_even_when_it_is_signed(string time)
    {
        var request = Proof.Request(headers: [(Grafana, Proof.Hmac(Proof.New, $"{time}:", Proof.Body)), (Time, time)]);

        Assert.Equal(AuthenticationOutcome.Refused, (await AskAsync(new SourceScheme.Grafana(Grafana, Time), request)).Outcome);
    }

    [Fact]
    public async Task A_signature_over_the_body_alone_does_not_do_where_a_time_is_asked_for()
    {
        var body = Proof.Hmac(Proof.New, Proof.Body);
        var scheme = new SourceScheme.Grafana(Grafana, Time);

        Assert.Equal(AuthenticationOutcome.Refused, (await AskAsync(scheme, Proof.Request(headers: [(Grafana, body)]))).Outcome);
        Assert.Equal(AuthenticationOutcome.Refused, (await AskAsync(scheme, Proof.Request(headers: [(Grafana, body), (Time, Seconds)]))).Outcome);
    }

    [Fact]
    public async Task While_PagerDuty_replaces_a_secret_it_signs_with_both_and_one_of_them_is_enough()
    {
        var (unknown, known) = (Proof.Hmac("a-secret-that-we-do-not-have-yet", Proof.Body), Proof.Hmac(Proof.Old, Proof.Body));
        foreach (var value in new[] { $"v1={unknown},v1={known}", $"v1={known}, v1={unknown}", $"v2=later,v1={known}" })
        {
            Assert.True((await AskAsync(new SourceScheme.PagerDuty(), Proof.Request(headers: [(PagerDuty, value)]))).IsAccepted, value);
        }
    }

    [Fact]
    public async Task More_than_eight_signatures_are_not_looked_at()
    {
        var nine = string.Join(',', Enumerable.Repeat($"v1={Proof.Hmac(Proof.New, Proof.Body)}", 9));

        Assert.Equal(AuthenticationOutcome.Refused, (await AskAsync(new SourceScheme.PagerDuty(), Proof.Request(headers: [(PagerDuty, nine)]))).Outcome);
    }

    [Fact]
    public async Task The_password_of_another_user_does_not_do()
    {
        var scheme = new SourceScheme.Basic("alertmanager");

        Assert.False((await AskAsync(scheme, Proof.Request(headers: [("Authorization", Proof.Basic("root", Proof.New))]))).IsAccepted);
        Assert.False((await AskAsync(scheme, Proof.Request(headers: [("Authorization", Proof.Basic("alertmanager", ""))]))).IsAccepted);
    }

    [Fact]
    public async Task A_function_key_may_stand_in_the_address_for_senders_that_have_nothing_else()
    {
        var scheme = new SourceScheme.FunctionKey();

        Assert.True((await AskAsync(scheme, Proof.Request(code: Proof.New))).IsAccepted);
        Assert.False((await AskAsync(scheme, Proof.Request(code: Proof.New, headers: [("x-functions-key", "something-else-entirely")]))).IsAccepted);
    }

    [Fact]
    public async Task One_of_several_schemes_is_enough()
    {
        var sender = new Sender("s", [new SourceScheme.Basic("u"), new SourceScheme.Bearer(), new SourceScheme.FunctionKey()]);

        Assert.Equal("bearer", (await Authenticator().AuthenticateAsync(sender, Good(new SourceScheme.Bearer(), Proof.New), default)).Scheme);
        Assert.Equal("function-key", (await Authenticator().AuthenticateAsync(sender, Proof.Request(code: Proof.Old), default)).Scheme);
    }

    [Fact]
    public async Task What_cannot_be_told_now_is_told_apart_from_what_is_wrong()
    {
        var sender = new Sender("s", [new SourceScheme.Bearer(), new SourceScheme.Entra("t", ["a"], [], ["r"])]);
        var authenticator = new SenderAuthenticator(ConfiguredKeys.Both("s"), new NoKeys(), null!, _clock);

        Assert.Equal(AuthenticationOutcome.Unavailable, (await authenticator.AuthenticateAsync(sender, Good(new SourceScheme.Bearer(), "a-token-of-somebody"), default)).Outcome);
        Assert.Equal(AuthenticationOutcome.Absent, (await authenticator.AuthenticateAsync(sender, Proof.Request(), default)).Outcome);
    }

    [Fact]
    public async Task None_is_for_a_source_of_this_machine_alone()
    {
        var sender = new Sender("s", [new SourceScheme.None()]);

        Assert.False((await Authenticator().AuthenticateAsync(sender, Proof.Request(), default)).IsAccepted);
        Assert.True((await Authenticator().AuthenticateAsync(sender with { LocalOnly = true }, Proof.Request(), default)).IsAccepted);
        Assert.False((await Authenticator().AuthenticateAsync(sender with { Authentication = [] }, Proof.Request(), default)).IsAccepted);
    }

    [Fact]
    public void A_secret_never_becomes_text()
    {
        Assert.Equal("[secret]", new SourceKey(Proof.New).ToString());
        Assert.DoesNotContain("short", Assert.Throws<ArgumentException>(() => new SourceKey("short")).Message, StringComparison.Ordinal);
    }

    private static string Seconds => Proof.Noon.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static SenderRequest Good(SourceScheme scheme, string secret) => scheme switch
    {
        SourceScheme.FunctionKey => Proof.Request(headers: [("x-functions-key", secret)]),
        SourceScheme.Bearer => Proof.Request(headers: [("Authorization", $"Bearer {secret}")]),
        SourceScheme.Basic basic => Proof.Request(headers: [("Authorization", Proof.Basic(basic.User, secret))]),
        SourceScheme.PagerDuty => Proof.Request(headers: [(PagerDuty, $"v1={Proof.Hmac(secret, Proof.Body)}")]),
        SourceScheme.Grafana { TimestampHeader: null } => Proof.Request(headers: [(Grafana, Proof.Hmac(secret, Proof.Body))]),
        SourceScheme.Grafana => Proof.Request(headers: [(Grafana, Proof.Hmac(secret, $"{Seconds}:", Proof.Body)), (Time, Seconds)]),
        _ => throw new ArgumentException("It has no secret.", nameof(scheme)),
    };

    private SenderAuthenticator Authenticator() => new(ConfiguredKeys.Both("s"), null!, null!, _clock);

    private static Task<AuthenticationResult> AskAsync(SourceScheme scheme, SenderRequest request, ISourceKeys? keys = null, DateTimeOffset? at = null, TimeSpan? window = null) =>
        new SenderAuthenticator(keys ?? ConfiguredKeys.Both("s"), new NoKeys(), null!, new FakeTimeProvider(at ?? Proof.Noon))
            .AuthenticateAsync(new Sender("s", [scheme]) { Window = window }, request, default);

    private sealed class NoKeys : ITokenVerifier
    {
        public Task<AuthenticationResult> VerifyAsync(SourceScheme.Entra scheme, string token, CancellationToken cancellationToken) =>
            Task.FromResult(AuthenticationResult.Unavailable(scheme, "no keys"));
    }
}
