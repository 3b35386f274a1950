using FsCheck;
using FsCheck.Fluent;
using OpsAutomation.Integrations.Records.Sqlite;

namespace OpsAutomation.Unit.Integrations.Records;

public sealed class OrdinalKeyTests
{
    // Every kind of unit that is encoded differently, surrogate halves included.
    private static readonly Arbitrary<string> Keys = Gen.Elements('\0', 'a', 'b', '~', '\u0080', '\u07ff', '\u0800', '\ud7ff', '\ud83d', '\ude00', '\ue000', '\uffff')
        .ListOf().Select(units => string.Concat(units)).ToArbitrary();

    [Fact]
    public void Keys_read_back_as_they_were() =>
        Prop.ForAll(Keys, key => OrdinalKey.Decode(OrdinalKey.Encode(key)) == key).QuickCheckThrowOnFailure();

    [Fact]
    public void Bytes_are_ordered_as_the_strings_are() =>
        Prop.ForAll(Keys, Keys, (a, b) =>
            Math.Sign(string.CompareOrdinal(a, b)) == Math.Sign(OrdinalKey.Encode(a).AsSpan().SequenceCompareTo(OrdinalKey.Encode(b))))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_plain_key_is_readable_in_the_file() => Assert.Equal("out-wake"u8.ToArray(), OrdinalKey.Encode("out-wake"));
}
