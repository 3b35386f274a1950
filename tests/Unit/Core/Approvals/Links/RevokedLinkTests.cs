using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Approvals.Links;
using OpsAutomation.Core.Records;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Core.Approvals.Links;

public sealed class RevokedLinkTests
{
    private static readonly ApprovalClaims Claims = new(
        ApprovalClaims.ApprovePurpose, "test", Samples.IncidentId, "restart", $"{Samples.IncidentId}.restart.1", new string('a', 64), Samples.Now.AddDays(2));

    private readonly FakeTimeProvider _clock = new(Samples.Now);
    private readonly LinkSigner _signer;
    private readonly LinkRevocations _revocations;
    private readonly LinkDesk _desk;

    public RevokedLinkTests()
    {
        _signer = new LinkSigner(new TestKeys("k2", TestKeys.Key("k1", 1), TestKeys.Key("k2", 2)), "test", _clock);
        _revocations = new LinkRevocations(new MemoryRecordStore(), _clock);
        _desk = new LinkDesk(_signer, _revocations);
    }

    [Fact]
    public async Task One_link_is_taken_back_and_the_others_stay()
    {
        var first = _signer.Sign(Claims);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var second = _signer.Sign(Claims);

        var (revocation, _) = await _desk.RevokeAsync($"https://ops.test/.auth/login/aad?post_login_redirect_uri={Uri.EscapeDataString($"/ops/approve?t={first}&d=approve")}", "ana", "It went to the wrong room.");

        Assert.NotNull(revocation);
        var refused = await _desk.OpenAsync(first);
        Assert.Equal((LinkProblem.Revoked, (ApprovalClaims?)null), (refused.Problem, refused.Claims));
        Assert.Contains("ana: It went to the wrong room.", refused.Reason, StringComparison.Ordinal);
        Assert.NotNull((await _desk.OpenAsync(second)).Claims);
        Assert.DoesNotContain(first, revocation.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_links_of_an_incident_so_far_are_taken_back_and_new_ones_work()
    {
        var before = _signer.Sign(Claims);
        var foreign = _signer.Sign(Claims with { IncidentId = "INC-20261124-other" });
        await _revocations.RevokeAsync(RevokedWhat.Incident, Claims.IncidentId, "ana", "Forwarded outside.");
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(LinkProblem.Revoked, (await _desk.OpenAsync(before)).Problem);
        Assert.NotNull((await _desk.OpenAsync(foreign)).Claims);
        Assert.NotNull((await _desk.OpenAsync(_signer.Sign(Claims))).Claims);
    }

    [Fact]
    public async Task Everything_that_a_key_signed_is_taken_back_also_what_it_signs_later()
    {
        var link = _signer.Sign(Claims);
        await _revocations.RevokeAsync(RevokedWhat.Key, "k2", "ana", "It leaked.");
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(LinkProblem.Revoked, (await _desk.OpenAsync(link)).Problem);
        Assert.Equal(LinkProblem.Revoked, (await _desk.OpenAsync(_signer.Sign(Claims))).Problem);
        Assert.NotNull((await _desk.OpenAsync(new LinkSigner(new TestKeys("k1", TestKeys.Key("k1", 1)), "test", _clock).Sign(Claims))).Claims);
    }

    [Fact]
    public async Task What_no_link_can_be_held_against_any_more_is_forgotten()
    {
        await _revocations.RevokeAsync(RevokedWhat.Incident, "INC-1", "ana", "x");
        await _revocations.RevokeAsync(RevokedWhat.Key, "k0", "ana", "x");
        _clock.Advance(LinkKey.AcceptedAfter + TimeSpan.FromSeconds(1));
        await _revocations.RevokeAsync(RevokedWhat.Incident, "INC-2", "ana", "x");

        Assert.Equal(["INC-2", "k0"], (await _revocations.ListAsync()).Select(r => r.Target));
    }

    [Fact]
    public async Task What_is_no_link_cannot_be_taken_back() => Assert.Null((await _desk.RevokeAsync("https://ops.test/ops", "ana", "x")).Revocation);

    [Fact]
    public void A_link_of_an_old_key_made_after_the_new_one_took_over_is_refused_and_an_older_one_is_good()
    {
        var old = new LinkSigner(new TestKeys("k1", TestKeys.Key("k1", 1)), "test", _clock);
        var honest = old.Sign(Claims);
        var ring = new TestKeys("k2", new LinkKey("k1", Enumerable.Repeat((byte)1, 32).ToArray()) { RetiredAt = Samples.Now }, TestKeys.Key("k2", 2));
        _clock.Advance(TimeSpan.FromMinutes(6));

        var signer = new LinkSigner(ring, "test", _clock);
        Assert.NotNull(signer.Open(honest).Claims);
        Assert.Equal(LinkProblem.Downgraded, signer.Open(old.Sign(Claims)).Problem);
        Assert.False(new AntiForgery(ring, _clock).Check(new AntiForgery(new TestKeys("k1", TestKeys.Key("k1", 1)), _clock).Issue("ana", "a"), "ana", "a").Allowed);
    }

    [Theory]
    [InlineData("l1")]
    [InlineData("l3")]
    [InlineData("none")]
    [InlineData("")]
    public void A_token_of_another_format_is_none_of_ours(string kind)
    {
        var token = _signer.Sign(Claims);

        Assert.Equal(LinkProblem.Malformed, _signer.Open(kind + token[2..]).Problem);
        Assert.Equal(LinkProblem.Malformed, _signer.Open(token[..(token.LastIndexOf('.') + 1)]).Problem);
    }
}
