using FsCheck;
using FsCheck.Fluent;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Classification;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Unit.Core.Classification;

public sealed class SeverityTableTests
{
    [Theory]
    [InlineData(Severity.Sev0, 4, Severity.Sev0)]
    [InlineData(Severity.Sev1, 1, Severity.Sev1)]
    [InlineData(Severity.Sev1, 2, Severity.Sev1)]
    [InlineData(Severity.Sev1, 3, Severity.Sev2)]
    [InlineData(Severity.Sev1, 4, Severity.Sev3)]
    [InlineData(Severity.Sev2, 1, Severity.Sev2)]
    [InlineData(Severity.Sev2, 3, Severity.Sev3)]
    [InlineData(Severity.Sev3, 4, Severity.Sev4)]
    [InlineData(Severity.Sev4, 1, Severity.Sev4)]
    public void What_the_sender_says_is_weighed_with_the_tier(Severity sender, int tier, Severity ours) =>
        Assert.Equal(ours, SeverityTable.Assess(sender, "saturation-cpu", On(tier)).Severity);

    [Theory]
    [InlineData(Severity.Sev1)]
    [InlineData(Severity.Sev3)]
    public void Without_a_known_service_the_senders_severity_stands_and_the_evidence_says_so(Severity sender)
    {
        var assessed = SeverityTable.Assess(sender, "latency", Enrichment.Of(null));
        Assert.Equal(sender, assessed.Severity);
        Assert.Equal($"Severity {sender}: the sender's, since no service of the catalogue is known for it.", assessed.Evidence[0]);
    }

    [Fact]
    public void A_lowered_severity_says_what_the_sender_had_said() =>
        Assert.Equal("Severity Sev3, not the sender's Sev1: service s is only of tier 4.", SeverityTable.Assess(Severity.Sev1, "latency", On(4)).Evidence[0]);

    [Theory]
    [InlineData(0.9, 1, Severity.Sev4)]
    [InlineData(1, 1, Severity.Sev3)]
    [InlineData(6, 3, Severity.Sev1)]
    [InlineData(14.4, 2, Severity.Sev1)]
    [InlineData(14.4, 1, Severity.Sev0)]
    [InlineData(double.NaN, 1, Severity.Sev4)]
    public void A_burning_budget_raises(double rate, int tier, Severity ours) =>
        Assert.Equal(ours, SeverityTable.Assess(Severity.Sev4, "errors", On(tier) with { SloBurn = new SloBurn("checkout", rate) }).Severity);

    [Theory]
    [InlineData("credential-compromise", 4, Severity.Sev1)]
    [InlineData("security-exposure", 4, Severity.Sev2)]
    [InlineData("availability", 1, Severity.Sev1)]
    [InlineData("availability", 2, Severity.Sev2)]
    [InlineData("availability", 3, Severity.Sev4)]
    public void Some_categories_are_never_less_than(string category, int tier, Severity ours) =>
        Assert.Equal(ours, SeverityTable.Assess(Severity.Sev4, category, On(tier)).Severity);

    [Fact]
    public void What_is_not_known_about_the_budget_is_said_and_changes_nothing() =>
        Assert.Contains("What it does to the error budget is not known, so it does not count.", SeverityTable.Assess(Severity.Sev2, "errors", Enrichment.Of(null)).Evidence);

    [Fact]
    public void Sev0_is_never_lowered_and_every_change_has_a_sentence() =>
        Check.One(
            Config.QuickThrowOnFailure,
            Prop.ForAll(ArbMap.Default.ArbFor<(byte Sender, byte Category, byte Tier, double Burn)>(), x =>
            {
                var sender = (Severity)(x.Sender % 5);
                var category = Categories.All[x.Category % Categories.All.Count].Name;
                var known = (x.Tier % 5 == 0 ? Enrichment.None : On(x.Tier % 5)) with { SloBurn = x.Burn > 0 ? new SloBurn("o", x.Burn) : null };
                var assessed = SeverityTable.Assess(sender, category, known);
                Assert.True(sender != Severity.Sev0 || assessed.Severity == Severity.Sev0);
                Assert.True(assessed.Severity == sender || assessed.Evidence.Any(e => e.Contains(assessed.Severity.ToString(), StringComparison.Ordinal)));
                Assert.Equal(assessed.Evidence, SeverityTable.Assess(sender, category, known).Evidence);
            }));

    private static Enrichment On(int tier) => new() { Service = new Service("s", "maria", null, tier, [], [], []) };
}
