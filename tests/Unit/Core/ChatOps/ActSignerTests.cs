using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.ChatOps;
using OpsAutomation.Unit.Core.Approvals;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Core.ChatOps;

public sealed class ActSignerTests
{
    private static readonly TestKeys Keys = new("k1", TestKeys.Key("k1", 1));

    private readonly FakeTimeProvider _clock = new(Samples.Now);

    [Fact]
    public void A_link_opens_with_what_was_signed_until_it_expires()
    {
        var token = Signer().Sign(Acts.Acknowledge, Samples.IncidentId, "7");
        var claims = Signer().Open(token).Claims!;
        Assert.Equal((Acts.Acknowledge, Samples.IncidentId, "7"), (claims.Act, claims.IncidentId, claims.Occasion));

        _clock.Advance(ActSigner.Lifetime);
        Assert.NotNull(Signer().Open(token).Claims);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(LinkProblem.Expired, Signer().Open(token).Problem);
    }

    [Fact]
    public void Every_letter_that_is_changed_is_noticed()
    {
        var token = Signer().Sign(Acts.Stop, Samples.IncidentId, "7");
        for (var i = 0; i < token.Length; i++)
        {
            Assert.Null(Signer().Open($"{token[..i]}{(token[i] == 'A' ? 'B' : 'A')}{token[(i + 1)..]}").Claims);
        }
    }

    [Fact]
    public void A_link_of_another_kind_environment_purpose_or_key_is_refused()
    {
        var approval = new LinkSigner(Keys, "test", _clock).Sign(new ApprovalClaims(
            ApprovalClaims.ApprovePurpose, "test", Samples.IncidentId, "s", "a", new string('a', 64), Samples.Now.AddHours(1)));

        Assert.Equal(LinkProblem.Malformed, Signer().Open(approval).Problem);
        Assert.Equal(LinkProblem.WrongEnvironment, new ActSigner(Keys, "prod", _clock).Open(Signer().Sign(Acts.Stop, "INC-1", "1")).Problem);
        Assert.Equal(LinkProblem.WrongPurpose, Signer().Open(Signer().Sign("approve", "INC-1", "1")).Problem);
        Assert.Equal(LinkProblem.UnknownKey, Signer().Open(new ActSigner(new TestKeys("k9", TestKeys.Key("k9", 9)), "test", _clock).Sign(Acts.Stop, "INC-1", "1")).Problem);
        Assert.Equal(LinkProblem.Malformed, Signer().Open(null).Problem);
    }

    private ActSigner Signer() => new(Keys, "test", _clock);
}
