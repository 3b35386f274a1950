using FsCheck;
using FsCheck.Fluent;
using OpsAutomation.Core.Alerts;

namespace OpsAutomation.Unit.Core.Alerts;

public sealed class FingerprintTests
{
    private static readonly Dictionary<string, string> NoDimensions = new(StringComparer.Ordinal);

    [Fact]
    public void Two_resources_under_one_rule_have_two_fingerprints() =>
        Prop.ForAll<NonNull<string>, NonNull<string>, NonNull<string>>((rule, a, b) =>
            a.Get.Equals(b.Get, StringComparison.OrdinalIgnoreCase)
            || a.Get.ToLowerInvariant() == b.Get.ToLowerInvariant()
            || Fingerprint.Of("azure-monitor", rule.Get, a.Get, NoDimensions) != Fingerprint.Of("azure-monitor", rule.Get, b.Get, NoDimensions)).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_of_dimensions_does_not_matter() =>
        Prop.ForAll<Dictionary<int, int>>(numbers =>
        {
            var pairs = numbers.Select(n => KeyValuePair.Create($"d{n.Key}", $"v{n.Value}")).ToArray();
            return Fingerprint.Of("s", "r", "x", new Dictionary<string, string>(pairs, StringComparer.Ordinal))
                == Fingerprint.Of("s", "r", "x", new Dictionary<string, string>(pairs.Reverse(), StringComparer.Ordinal));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Parts_do_not_run_into_each_other() =>
        Prop.ForAll<NonNull<string>, NonNull<string>, PositiveInt>((source, rule, shift) =>
        {
            // Moving the border between two parts gives another fingerprint, unless the border stays.
            var text = source.Get + rule.Get;
            var border = text.Length == 0 ? 0 : shift.Get % (text.Length + 1);
            return border == source.Get.Length
                || HasLoneSurrogate(text)
                || Fingerprint.Of(source.Get, rule.Get, null, NoDimensions) != Fingerprint.Of(text[..border], text[border..], null, NoDimensions);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_case_of_an_arm_id_does_not_matter() =>
        Assert.Equal(
            Fingerprint.Of("s", "r", "/subscriptions/A/resourceGroups/RG", NoDimensions),
            Fingerprint.Of("s", "r", "/SUBSCRIPTIONS/a/resourcegroups/rg", NoDimensions));

    [Fact]
    public void No_resource_and_an_empty_resource_differ() =>
        Assert.NotEqual(Fingerprint.Of("s", "r", null, NoDimensions), Fingerprint.Of("s", "r", string.Empty, NoDimensions));

    [Fact]
    public void A_fingerprint_is_32_hex_digits() => Assert.Matches("^[0-9a-f]{32}$", Fingerprint.Of("s", "r", null, NoDimensions));

    private static bool HasLoneSurrogate(string text) => text.EnumerateRunes().Any(r => r.Value == 0xFFFD);
}
