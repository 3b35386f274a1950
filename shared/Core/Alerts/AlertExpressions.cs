using System.Collections.Frozen;
using System.Text.Json;
using OpsAutomation.Core.Expressions;
using OpsAutomation.Core.Expressions.Values;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Alerts;

/// <summary>
/// An alert as expressions see it: the variable <c>alert</c>. Field names and types are part of what operators write, so a field is
/// added and never changed. Listed in docs/expressions.md.
/// </summary>
public static class AlertExpressions
{
    /// <summary>Name of the variable.</summary>
    public const string Variable = "alert";

    private static readonly RecordType SignalType = RecordType.For<Signal>("signal")
        .Field("kind", ExpressionType.String, s => ExpressionValue.Of(KindWord(s.Kind)))
        .Field("name", ExpressionType.String.OrNull(), s => ExpressionValue.Of(s.Name))
        .Field("namespace", ExpressionType.String.OrNull(), s => ExpressionValue.Of(s.Namespace))
        .Field("aggregation", ExpressionType.String.OrNull(), s => ExpressionValue.Of(s.Aggregation))
        .Field("operator", ExpressionType.String.OrNull(), s => ExpressionValue.Of(s.Operator))
        .Field("window", ExpressionType.Duration.OrNull(), s => ExpressionValue.Of(s.Window))
        .Field("dimensions", ExpressionType.StringMap, s => ExpressionValue.Of(s.Dimensions))
        .Build();

    /// <summary>The type of the variable.</summary>
    public static RecordType Type { get; } = RecordType.For<Alert>("alert")
        .Field("id", ExpressionType.String, a => ExpressionValue.Of(a.Id))
        .Field("source", ExpressionType.String, a => ExpressionValue.Of(a.Source))
        .Field("rule", ExpressionType.String, a => ExpressionValue.Of(a.Rule))
        .Field("fingerprint", ExpressionType.String, a => ExpressionValue.Of(a.Fingerprint))
        .Field("status", ExpressionType.String, a => ExpressionValue.Of(a.Status == AlertStatus.Firing ? "firing" : "resolved"))
        .Field("severity", ExpressionType.Int, a => ExpressionValue.Of((long)a.Severity))
        .Field("signal", ExpressionType.Of(SignalType), a => SignalType.Wrap(a.Signal))
        .Field("resource", ExpressionType.String.OrNull(), a => ExpressionValue.Of(a.Resource))
        .Field("resourceType", ExpressionType.String.OrNull(), a => ExpressionValue.Of(ArmId.TypeOf(a.Resource)))
        .Field("resourceName", ExpressionType.String.OrNull(), a => ExpressionValue.Of(ArmId.NameOf(a.Resource)))
        .Field("resourceGroup", ExpressionType.String.OrNull(), a => ExpressionValue.Of(ArmId.ResourceGroupOf(a.Resource)))
        .Field("subscription", ExpressionType.String.OrNull(), a => ExpressionValue.Of(ArmId.SubscriptionOf(a.Resource)))
        .Field("service", ExpressionType.String.OrNull(), a => ExpressionValue.Of(a.Service))
        .Field("labels", ExpressionType.StringMap, a => ExpressionValue.Of(a.Labels))
        .Field("summary", ExpressionType.String, a => ExpressionValue.Of(a.Summary))
        .Field("value", ExpressionType.Double.OrNull(), a => ExpressionValue.Of(a.Value))
        .Field("threshold", ExpressionType.Double.OrNull(), a => ExpressionValue.Of(a.Threshold))
        .Field("unit", ExpressionType.String.OrNull(), a => ExpressionValue.Of(a.Unit))
        .Field("startsAt", ExpressionType.Timestamp, a => ExpressionValue.Of((DateTimeOffset?)a.StartsAt))
        .Field("endsAt", ExpressionType.Timestamp.OrNull(), a => ExpressionValue.Of(a.EndsAt))
        .Field("receivedAt", ExpressionType.Timestamp, a => ExpressionValue.Of((DateTimeOffset?)a.ReceivedAt))
        .Build();

    /// <summary>A scope with the variable; add to it with <see cref="ExpressionScope.With(string, ExpressionType)"/>.</summary>
    public static ExpressionScope Scope { get; } = ExpressionScope.Empty.With(Variable, Type);

    /// <summary>Binds an alert; add to the dictionary what else the scope declares.</summary>
    public static Dictionary<string, ExpressionValue> Bind(Alert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return new Dictionary<string, ExpressionValue>(StringComparer.Ordinal) { [Variable] = Type.Wrap(alert) };
    }

    // The words of the catalogue: activity-log for ActivityLog. From the names, so that a new kind has its word too.
    private static readonly FrozenDictionary<SignalKind, string> KindWords = Enum.GetValues<SignalKind>().ToFrozenDictionary(k => k, k => JsonNamingPolicy.KebabCaseLower.ConvertName(k.ToString()));

    private static string KindWord(SignalKind kind) => KindWords[kind];
}
