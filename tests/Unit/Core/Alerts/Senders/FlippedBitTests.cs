using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Alerts.Senders;

namespace OpsAutomation.Unit.Core.Alerts.Senders;

/// <summary>One bit of the body, of the signature or of the signed time, and the proof is gone.</summary>
public sealed class FlippedBitTests
{
    private const string Header = "X-PagerDuty-Signature";
    private const string Time = "X-Time";

    [Fact]
    public void A_flipped_bit_of_the_body_never_verifies() => Prop.ForAll<NonEmptyArray<byte>, NonNegativeInt>((body, at) =>
    {
        var signed = Proof.Hmac(Proof.New, body.Get);
        return Accepts(new SourceScheme.PagerDuty(), body.Get, (Header, $"v1={signed}"))
            && !Accepts(new SourceScheme.PagerDuty(), Flip(body.Get, at.Get), (Header, $"v1={signed}"));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_flipped_bit_of_a_signature_never_verifies() => Prop.ForAll<NonEmptyArray<byte>, NonNegativeInt>((body, at) =>
    {
        var value = Flip($"v1={Proof.Hmac(Proof.New, body.Get)}", at.Get);
        return !Accepts(new SourceScheme.PagerDuty(), body.Get, (Header, value));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_flipped_bit_of_a_signed_time_never_verifies() => Prop.ForAll<NonEmptyArray<byte>, NonNegativeInt>((body, at) =>
    {
        var time = Proof.Noon.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        var scheme = new SourceScheme.Grafana(Header, Time);
        var signed = Proof.Hmac(Proof.New, $"{time}:", body.Get);
        return Accepts(scheme, body.Get, (Header, signed), (Time, time)) && !Accepts(scheme, body.Get, (Header, signed), (Time, Flip(time, at.Get)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_flipped_bit_of_a_password_never_opens() => Prop.ForAll<NonNegativeInt>(at =>
    {
        var value = Proof.Basic("u", Proof.New);
        var flipped = "Basic " + Flip(value["Basic ".Length..], at.Get);
        return Accepts(new SourceScheme.Basic("u"), Proof.Body, ("Authorization", value)) && !Accepts(new SourceScheme.Basic("u"), Proof.Body, ("Authorization", flipped));
    }).QuickCheckThrowOnFailure();

    private static byte[] Flip(byte[] bytes, int at)
    {
        var flipped = bytes.ToArray();
        flipped[at / 8 % flipped.Length] ^= (byte)(1 << (at % 8));
        return flipped;
    }

    private static string Flip(string text, int at) => string.Concat(text.Select((c, i) => i == at / 7 % text.Length ? (char)(c ^ (1 << (at % 7))) : c));

    private static bool Accepts(SourceScheme scheme, byte[] body, params (string, string)[] headers) =>
        new SenderAuthenticator(ConfiguredKeys.Both("s"), null!, null!, new FakeTimeProvider(Proof.Noon))
            .AuthenticateAsync(new Sender("s", [scheme]), Proof.Request(body, headers: headers), default).GetAwaiter().GetResult().IsAccepted;
}
