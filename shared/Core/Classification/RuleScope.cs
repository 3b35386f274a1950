using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Expressions;
using OpsAutomation.Core.Expressions.Values;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Classification;

/// <summary>
/// What expressions of classification rules see: <c>alert</c>, and what is known beyond it. Part of what operators write, so a
/// field is added and never changed. Listed in docs/classification.md.
/// </summary>
public static class RuleScope
{
    private static readonly ExpressionType Texts = ExpressionType.List(ExpressionType.String);

    private static readonly RecordType ServiceType = RecordType.For<Service>("service")
        .Field("name", ExpressionType.String, s => ExpressionValue.Of(s.Name))
        .Field("tier", ExpressionType.Int, s => ExpressionValue.Of(s.Tier))
        .Field("team", ExpressionType.String.OrNull(), s => ExpressionValue.Of(s.Team))
        .Field("dependencies", Texts, s => List(s.Dependencies))
        .Build();

    private static readonly RecordType DeploymentType = RecordType.For<RecentDeployment>("recentDeploy")
        .Field("commit", ExpressionType.String.OrNull(), d => ExpressionValue.Of(d.Commit))
        .Field("at", ExpressionType.Timestamp, d => ExpressionValue.Of((DateTimeOffset?)d.At))
        .Field("minutesAgo", ExpressionType.Double, d => ExpressionValue.Of((double?)d.MinutesAgo))
        .Build();

    private static readonly RecordType BurnType = RecordType.For<SloBurn>("sloBurn")
        .Field("objective", ExpressionType.String, b => ExpressionValue.Of(b.Objective))
        .Field("rate", ExpressionType.Double, b => ExpressionValue.Of((double?)b.Rate))
        .Build();

    /// <summary>The variables.</summary>
    public static ExpressionScope Scope { get; } = AlertExpressions.Scope
        .With("service", ExpressionType.Of(ServiceType).OrNull())
        .With("recentDeploy", ExpressionType.Of(DeploymentType).OrNull())
        .With("dependencyFiring", Texts)
        .With("sloBurn", ExpressionType.Of(BurnType).OrNull())
        .With("notKnown", Texts);

    /// <summary>Their values.</summary>
    public static IReadOnlyDictionary<string, ExpressionValue> Bind(Alert alert, Enrichment enrichment)
    {
        ArgumentNullException.ThrowIfNull(enrichment);
        var values = AlertExpressions.Bind(alert);
        values["service"] = enrichment.Service is { } service ? ServiceType.Wrap(service) : NullValue.Instance;
        values["recentDeploy"] = enrichment.RecentDeployment is { } deployment ? DeploymentType.Wrap(deployment) : NullValue.Instance;
        values["dependencyFiring"] = List(enrichment.DependencyFiring?.Names ?? []);
        values["sloBurn"] = enrichment.SloBurn is { } burn ? BurnType.Wrap(burn) : NullValue.Instance;
        values["notKnown"] = List([.. enrichment.NotKnown.Keys]);
        return values;
    }

    private static ListValue List(IReadOnlyList<string> texts) => new([.. texts.Select(ExpressionValue.Of)]);
}
