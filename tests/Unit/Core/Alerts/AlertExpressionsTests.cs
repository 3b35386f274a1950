using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Expressions;
using OpsAutomation.Core.Expressions.Values;
using OpsAutomation.Unit.Core.Correlation;

namespace OpsAutomation.Unit.Core.Alerts;

public sealed class AlertExpressionsTests
{
    private static readonly Alert Sample = SomeAlert.Firing("a", "/subscriptions/s1/resourcegroups/rg/providers/microsoft.web/sites/shop", "shop") with
    {
        Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["env"] = "prod" },
        Value = 93.5,
    };

    [Theory]
    [InlineData("alert.id == 'a' && alert.source == 'azure-monitor' && alert.status == 'firing' && alert.severity == 1")]
    [InlineData("alert.signal.kind == 'metric' && alert.signal.name == 'Percentage CPU' && alert.signal.operator == 'GreaterThan'")]
    [InlineData("alert.resourceType == 'microsoft.web/sites' && alert.resourceName == 'shop'")]
    [InlineData("alert.subscription == 's1' && alert.resourceGroup == 'rg' && alert.service in ['shop']")]
    [InlineData("alert.labels.env == 'prod' && !has(alert.labels.team) && alert.value > 90")]
    [InlineData("!has(alert.threshold) && alert.unit == null && alert.endsAt == null && !has(alert.signal.window)")]
    [InlineData("alert.receivedAt - alert.startsAt < duration('1m') && alert.startsAt.getHours() == 12")]
    [InlineData("alert.rule.startsWith('cpu') && size(alert.fingerprint) == 32 && alert.summary != ''")]
    public void Every_field_of_an_alert_can_be_asked(string source)
    {
        var (expression, problems) = Expression.Compile(source, AlertExpressions.Scope, ExpressionType.Bool);
        Assert.Empty(problems);
        var judged = expression!.Judge(AlertExpressions.Bind(Sample));
        Assert.Null(judged.Error);
        Assert.True(judged.Holds);
    }

    [Fact]
    public void Every_kind_of_signal_has_a_word_of_its_own()
    {
        var expression = Expression.Compile("alert.signal.kind", AlertExpressions.Scope).Expression!;
        var words = Enum.GetValues<SignalKind>().Select(k => ((StringValue)expression.Evaluate(AlertExpressions.Bind(Sample with { Signal = Sample.Signal with { Kind = k } })).Value!).Value);
        Assert.Equal(Enum.GetValues<SignalKind>().Length, words.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void What_the_sender_did_not_say_is_no_match_and_the_reason_is_told()
    {
        var judged = Expression.Compile("alert.threshold > 1.0", AlertExpressions.Scope).Expression!.Judge(AlertExpressions.Bind(Sample));
        Assert.False(judged.Holds);
        Assert.Equal("1:17: no such overload: _>_(null, double)", judged.Error!.ToString());
    }
}
