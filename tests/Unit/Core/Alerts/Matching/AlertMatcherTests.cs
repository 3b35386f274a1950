using FsCheck;
using FsCheck.Fluent;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Matching;

namespace OpsAutomation.Unit.Core.Alerts.Matching;

public sealed class AlertMatcherTests
{
    private const string Vmss = "/subscriptions/s1/resourcegroups/rg-shop/providers/microsoft.compute/virtualmachinescalesets/vmss-web";

    private static readonly Alert Sample = new()
    {
        Id = "a1",
        Source = "azure-monitor",
        Rule = "cpu-high",
        Fingerprint = "f",
        Status = AlertStatus.Firing,
        Severity = Severity.Sev2,
        Signal = new Signal(SignalKind.ActivityLog, null, null, null, null, null, new Dictionary<string, string>(StringComparer.Ordinal)),
        Resource = Vmss,
        Service = "shop-web",
        Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["env"] = "prod", ["cost centre"] = "a \"b\" \\c" },
        Summary = "s",
        StartsAt = DateTimeOffset.UnixEpoch,
        ReceivedAt = DateTimeOffset.UnixEpoch,
        PayloadReference = "intake-20261124-0/a1",
    };

    [Theory]
    [InlineData("service = shop-web", true)]
    [InlineData("service = Shop-Web", false)]
    [InlineData("service != shop-web", false)]
    [InlineData("service=~\"shop-.*\"", true)]
    [InlineData("service =~ shop", false)]
    [InlineData("service !~ shop", true)]
    [InlineData("source = AZURE-MONITOR", true)]
    [InlineData("resourceType = Microsoft.Compute/virtualMachineScaleSets", true)]
    [InlineData("resourceGroup = RG-Shop", true)]
    [InlineData("subscription = s1", true)]
    [InlineData("resource =~ \".*/VMSS-[a-z]+\"", true)]
    [InlineData("severity = sev2", true)]
    [InlineData("severity <= Sev2", true)]
    [InlineData("severity < Sev2", false)]
    [InlineData("severity >= Sev3", false)]
    [InlineData("severity > Sev1", true)]
    [InlineData("signal = activity-log", true)]
    [InlineData("status = firing", true)]
    [InlineData("label.env =~ \"prod|stage\"", true)]
    [InlineData("label.env =~ prod|stage, service = shop-web", true)]
    [InlineData("label.env =~ prod|stage, service = shop-api", false)]
    [InlineData("label.region = \"\"", true)]
    [InlineData("label.\"cost centre\" = \"a \\\"b\\\" \\\\c\"", true)]
    [InlineData("rule = cpu-high", true)]
    [InlineData("rule =~ \"cpu-\\w+\"", true)]
    public void A_condition_says_which_alerts_it_is_about(string text, bool matches)
    {
        var matcher = Parsed(text);

        Assert.Equal(matches, matcher.Matches(Sample));
        Assert.Equal(matches, Parsed(matcher.Text).Matches(Sample));
        Assert.Equal(matcher.Text, Parsed(matcher.Text).Text);
        Assert.Equal(matcher.Text, AlertMatcher.Parse(matcher.Texts).Matcher!.Text);
    }

    [Theory]
    [InlineData("servce = a", 0, "did you mean 'service'?")]
    [InlineData("  labels.env = a", 2, "did you mean 'label.NAME'?")]
    [InlineData("service", 7, "must follow")]
    [InlineData("service = ", 10, "needs a value")]
    [InlineData("service = \"a", 10, "closing quote")]
    [InlineData("label.\"a = b", 0, "closing quote")]
    [InlineData("service = a\"b", 11, "comma or the end")]
    [InlineData("service = a,", 12, "starts with a field")]
    [InlineData("severity = high", 11, "there are Sev0, Sev1")]
    [InlineData("status = fired", 9, "there are Firing, Resolved")]
    [InlineData("rule <= b", 8, "Only severities")]
    [InlineData("rule =~ \"a(\"", 8, "Not a regular expression")]
    [InlineData("rule =~ \"a)|(b\"", 8, "Not a regular expression")]
    [InlineData("rule =~ \"(?=a)b\"", 8, "not supported")]
    [InlineData("rule =~ \"((a{50}){50}){50}\"", 8, "multiply")]
    public void What_is_wrong_is_told_with_its_place(string text, int column, string message)
    {
        var error = Assert.Single(AlertMatcher.Parse(text).Errors);

        Assert.Equal(column, error.Column);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_problem_of_a_list_is_told_at_once()
    {
        var result = AlertMatcher.Parse(["servce = a, severity = high", "rule = a", "status <= firing"]);

        Assert.Null(result.Matcher);
        Assert.Equal([(0, 0), (0, 23), (2, 10)], result.Errors.Select(e => (e.Index, e.Column)));
    }

    [Fact]
    public void An_empty_list_is_an_error_because_it_would_fit_every_alert()
    {
        Assert.Contains("none would fit every alert", Assert.Single(AlertMatcher.Parse([]).Errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("service =~ \".*\"", true)]
    [InlineData("service =~ \".+\"", true)]
    [InlineData("service != a", true)]
    [InlineData("service !~ a, rule != b", true)]
    [InlineData("status = firing", true)]
    [InlineData("severity <= Sev4", true)]
    [InlineData("severity >= sev0", true)]
    [InlineData("severity =~ \"sev.\"", true)]
    [InlineData("severity <= Sev2", false)]
    [InlineData("service != a, rule = b", false)]
    [InlineData("service = \"\"", true)]
    [InlineData("label.nowhere =~ \"prod|\"", true)]
    [InlineData("service = \"\", rule = b", false)]
    [InlineData("label.env =~ \"prod|stage\"", false)]
    public void A_list_that_would_fit_nearly_everything_says_so(string text, bool everything)
    {
        Assert.Equal(everything, Parsed(text).MatchesEverything);
    }

    [Fact]
    public void Any_value_survives_its_quotes()
    {
        Prop.ForAll<NonNull<string>>(value =>
        {
            var quoted = "\"" + value.Get.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
            var condition = AlertMatcher.Parse("rule = " + quoted).Matcher!.Conditions[0];
            return condition.Value == value.Get && Parsed(condition.Text).Conditions[0].Value == value.Get;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void No_text_makes_the_parser_throw()
    {
        var pieces = Gen.Elements("service", "label.", "\"", "=", "=~", "!~", "<=", ",", " ", "(", "a{9}", "\\", ".*", "Sev1", "é", "severity");
        Prop.ForAll(Arb.From(pieces.ListOf().Select(p => string.Concat(p))), text =>
        {
            var result = AlertMatcher.Parse(text);
            return result.Matcher is null != (result.Errors.Count == 0) && result.Errors.All(e => e.Column >= 0 && e.Column <= text.Length);
        }).QuickCheckThrowOnFailure();
    }

    private static AlertMatcher Parsed(string text)
    {
        var result = AlertMatcher.Parse(text);
        Assert.Empty(result.Errors);
        return result.Matcher!;
    }
}
