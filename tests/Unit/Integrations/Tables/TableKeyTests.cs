using FsCheck;
using FsCheck.Fluent;
using OpsAutomation.Integrations.Records.Tables.Rows;

namespace OpsAutomation.Unit.Integrations.Tables;

public sealed class TableKeyTests
{
    // Every unit that is encoded differently and its neighbours, surrogate halves included.
    private static readonly Arbitrary<string> Keys = Gen.OneOf(
            Gen.Elements([.. "\0\u001f !#%',-./09:;<=>?@AZ[\\]^_`az{|}~\u007f\u0080\u009f\u0100\ud83d\ude00\ue000\ufffd\uffff"]),
            Gen.Choose(0, char.MaxValue).Select(unit => (char)unit))
        .ListOf().Select(units => string.Concat(units)).ToArbitrary();

    [Fact]
    public void Keys_read_back_as_they_were() =>
        Prop.ForAll(Keys, key => TableKey.Decode(TableKey.Encode(key)) == key).QuickCheckThrowOnFailure();

    [Fact]
    public void Stored_keys_are_ordered_as_the_keys_are() =>
        Prop.ForAll(Keys, Keys, (a, b) =>
            Math.Sign(string.CompareOrdinal(a, b)) == Math.Sign(string.CompareOrdinal(TableKey.Encode(a), TableKey.Encode(b))))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Every_single_unit_is_before_the_next()
    {
        for (var unit = 1; unit <= char.MaxValue; unit++)
        {
            Assert.True(string.CompareOrdinal(TableKey.Encode($"{(char)(unit - 1)}\uffff"), TableKey.Encode($"{(char)unit}")) < 0, $"U+{unit:X4}");
        }
    }

    [Fact]
    public void Stored_keys_hold_nothing_that_the_service_forbids_or_that_addresses_and_filters_mistake() =>
        Prop.ForAll(Keys, key => TableKey.Encode(key).All(c => c is > ' ' and < '\u007f' && !"/\\#?'%+&\"".Contains(c))).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("incident-INC-20261124-3fa9c1", "incident-INC-20261124-3fa9c1")]
    [InlineData("outbox|wake:a@b=2F_x", "outbox|wake:a@b=2F_x")]
    [InlineData("a/b.c", "a.:b..c")]
    [InlineData("ü 1", "~00FC!201")]
    public void Our_own_keys_stay_readable(string key, string stored) => Assert.Equal(stored, TableKey.Encode(key));

    [Fact]
    public void A_key_above_one_kibibyte_is_refused_with_both_numbers()
    {
        Assert.Equal(512, TableKey.EncodeStored(new string('a', 512)).Length);
        Assert.Equal(510, TableKey.EncodeStored(new string('ü', 102)).Length);
        var error = Assert.Throws<ArgumentException>(() => TableKey.EncodeStored(new string('ü', 103)));
        Assert.Contains("512", error.Message);
        Assert.Contains("515", error.Message);
    }

    [Theory]
    [InlineData("!2")]
    [InlineData("!zz")]
    [InlineData("!2d")]
    [InlineData("!41")]
    [InlineData("~0041")]
    [InlineData("a.")]
    [InlineData("a.b")]
    [InlineData("a b")]
    [InlineData("ü")]
    public void A_key_of_another_program_is_refused(string stored) => Assert.Throws<InvalidDataException>(() => TableKey.Decode(stored));

    [Fact]
    public void A_range_says_its_bounds()
    {
        Assert.Equal("PartitionKey eq 'p'", RangeFilter.Of("p", from: null, to: null));
        Assert.Equal("PartitionKey eq 'p' and RowKey ge 'out-' and RowKey lt 'out-~FFFF'", RangeFilter.Of("p", "out-", "out-\uffff"));
        Assert.Equal("PartitionKey eq '!27' and RowKey lt 'b'", RangeFilter.Of("'", string.Empty, "b"));
    }

    [Theory]
    [InlineData("b", "b")]
    [InlineData("c", "b")]
    [InlineData(null, "")]
    public void A_range_that_holds_nothing_is_not_asked_for(string? from, string to) => Assert.Null(RangeFilter.Of("p", from, to));

    [Fact]
    public void A_bound_that_is_longer_than_any_key_is_cut_without_changing_the_range()
    {
        var key = new string('a', 512);
        Assert.Equal($"PartitionKey eq 'p' and RowKey gt '{key}' and RowKey le '{key}'", RangeFilter.Of("p", key + "b", key + "c"));
    }
}
