using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Core.Approvals;

public sealed class LinkSignerTests
{
    private static readonly TestKeys Keys = new("k2", TestKeys.Key("k1", 1), TestKeys.Key("k2", 2));
    private static readonly ApprovalClaims Claims = new(
        ApprovalClaims.ApprovePurpose, "test", Samples.IncidentId, "restart", $"{Samples.IncidentId}.restart.1", new string('a', 64), Samples.Now.AddMinutes(30));

    private readonly FakeTimeProvider _clock = new(Samples.Now);

    [Fact]
    public void A_signed_link_opens_with_what_was_signed() => Assert.Equal(Claims, Signer().Open(Signer().Sign(Claims)).Claims);

    [Fact]
    public void A_link_needs_no_escaping_in_an_address() =>
        Assert.All(Signer().Sign(Claims), c => Assert.True(char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'));

    [Fact]
    public void A_link_signed_with_a_retired_key_that_is_still_known_opens()
    {
        var old = new LinkSigner(new TestKeys("k1", TestKeys.Key("k1", 1)), "test", _clock).Sign(Claims);

        Assert.NotNull(Signer().Open(old).Claims);
    }

    [Fact]
    public void Every_single_bit_flip_is_refused()
    {
        var token = Signer().Sign(Claims);
        for (var i = 0; i < token.Length; i++)
        {
            for (var bit = 0; bit < 7; bit++)
            {
                var flipped = token.ToCharArray();
                flipped[i] = (char)(flipped[i] ^ (1 << bit));

                var verdict = Signer().Open(new string(flipped));

                Assert.Null(verdict.Claims);
                Assert.Contains(verdict.Problem, new LinkProblem?[] { LinkProblem.Malformed, LinkProblem.UnknownKey, LinkProblem.Forged });
            }
        }
    }

    [Fact]
    public void Every_cut_and_every_addition_is_refused()
    {
        var token = Signer().Sign(Claims);
        for (var length = 0; length < token.Length; length++)
        {
            Assert.Null(Signer().Open(token[..length]).Claims);
            Assert.Null(Signer().Open(token[(token.Length - length)..]).Claims);
        }

        Assert.Null(Signer().Open(token + "A").Claims);
        Assert.Null(Signer().Open(token + "=").Claims);
        Assert.Null(Signer().Open(" " + token).Claims);
        Assert.Null(Signer().Open(new string('A', 100_000)).Claims);
        Assert.Null(Signer().Open(null).Claims);
    }

    [Fact]
    public void A_key_id_that_looks_like_a_path_is_never_looked_up()
    {
        var token = Signer().Sign(Claims);

        Assert.Equal(LinkProblem.Malformed, Signer().Open(token.Replace(".k2.", ".../k2.", StringComparison.Ordinal)).Problem);
        Assert.Equal(LinkProblem.Malformed, Signer().Open(token.Replace(".k2.", "./etc/passwd.", StringComparison.Ordinal)).Problem);
        Assert.Equal(LinkProblem.UnknownKey, Signer().Open(token.Replace(".k2.", ".k9.", StringComparison.Ordinal)).Problem);
    }

    [Fact]
    public void A_link_of_one_key_under_the_id_of_another_is_forged() =>
        Assert.Equal(LinkProblem.Forged, Signer().Open(Signer().Sign(Claims).Replace(".k2.", ".k1.", StringComparison.Ordinal)).Problem);

    [Fact]
    public void An_expired_link_a_foreign_environment_and_another_purpose_are_told_apart()
    {
        var token = Signer().Sign(Claims);

        Assert.Equal(LinkProblem.WrongEnvironment, new LinkSigner(Keys, "prod", _clock).Open(token).Problem);
        Assert.Equal(LinkProblem.WrongPurpose, Signer().Open(Signer().Sign(Claims with { Purpose = "view" })).Problem);
        _clock.Advance(TimeSpan.FromMinutes(30) + TimeSpan.FromSeconds(1));
        Assert.Equal(LinkProblem.Expired, Signer().Open(token).Problem);
    }

    [Fact]
    public void A_form_value_is_for_one_user_one_approval_and_one_hour()
    {
        var forms = new AntiForgery(Keys, _clock);
        var value = forms.Issue("ana", "I.s.1");

        Assert.True(forms.Check(value, "ana", "I.s.1").Allowed);
        Assert.False(forms.Check(value, "ben", "I.s.1").Allowed);
        Assert.False(forms.Check(value, "ana", "I.s.2").Allowed);
        Assert.False(forms.Check(Signer().Sign(Claims), "ana", "I.s.1").Allowed);
        Assert.False(forms.Check(null, "ana", "I.s.1").Allowed);
        _clock.Advance(TimeSpan.FromMinutes(61));
        Assert.False(forms.Check(value, "ana", "I.s.1").Allowed);
    }

    [Fact]
    public void A_key_does_not_show_its_secret() => Assert.Equal("key k1", TestKeys.Key("k1", 1).ToString());

    [Theory]
    [InlineData("../k", 32)]
    [InlineData("", 32)]
    [InlineData("k", 31)]
    public void A_key_with_a_path_as_id_or_a_short_secret_is_refused(string id, int bytes) =>
        Assert.Throws<ArgumentException>(() => new LinkKey(id, new byte[bytes]));

    private LinkSigner Signer() => new(Keys, "test", _clock);
}
