using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Expressions;
using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Playbooks.Evaluating;

/// <summary>
/// The variables that expressions of a playbook may use, for lint and for the run alike. Names and types are part of what
/// operators write, so something is added and nothing changed. Listed in docs/playbooks.md.
/// </summary>
public static class PlaybookScope
{
    /// <summary>The incident.</summary>
    public const string Incident = "incident";

    /// <summary>Its service in the catalogue, or null.</summary>
    public const string Service = "service";

    /// <summary>The parameters of the playbook.</summary>
    public const string Parameters = "parameters";

    /// <summary>What earlier steps made known.</summary>
    public const string Steps = "steps";

    /// <summary>In outputs: how the step went.</summary>
    public const string Result = "result";

    private static readonly ExpressionType Texts = ExpressionType.List(ExpressionType.String);

    internal static readonly RecordType IncidentType = RecordType.For<IncidentView>(Incident)
        .Field("id", ExpressionType.String, v => ExpressionValue.Of(v.Id))
        .Field("severity", ExpressionType.Int, v => ExpressionValue.Of((long)v.Severity))
        .Field("category", ExpressionType.String.OrNull(), v => ExpressionValue.Of(v.Category))
        .Field("service", ExpressionType.String.OrNull(), v => ExpressionValue.Of(v.Service))
        .Field("resource", ExpressionType.String.OrNull(), v => ExpressionValue.Of(v.Resource))
        .Field("resources", Texts, v => List(v.Resources))
        .Field("alerts", ExpressionType.Int, v => ExpressionValue.Of((long)v.Alerts))
        .Build();

    internal static readonly RecordType ServiceType = RecordType.For<Services.Service>(Service)
        .Field("name", ExpressionType.String, s => ExpressionValue.Of(s.Name))
        .Field("owner", ExpressionType.String, s => ExpressionValue.Of(s.Owner))
        .Field("team", ExpressionType.String.OrNull(), s => ExpressionValue.Of(s.Team))
        .Field("tier", ExpressionType.Int, s => ExpressionValue.Of((long)s.Tier))
        .Field("region", ExpressionType.String.OrNull(), s => ExpressionValue.Of(s.Region))
        .Field("resources", Texts, s => List(s.Resources.Where(r => !r.IsWild).Select(r => r.Text.ToLowerInvariant())))
        .Build();

    internal static readonly RecordType ResultType = RecordType.For<StepResult>(Result)
        .Field("target", ExpressionType.String.OrNull(), r => ExpressionValue.Of(r.Target))
        .Field("before", ExpressionType.StringMap, r => ExpressionValue.Of(r.Before))
        .Field("after", ExpressionType.StringMap, r => ExpressionValue.Of(r.After))
        .Field("value", ExpressionType.Double.OrNull(), r => ExpressionValue.Of(r.Value))
        .Build();

    private static readonly ExpressionScope Common = AlertExpressions.Scope
        .With(Incident, IncidentType)
        .With(Service, ExpressionType.Of(ServiceType).OrNull());

    /// <summary>The names that no item of a list may have.</summary>
    public static IReadOnlyList<string> Reserved { get; } = [AlertExpressions.Variable, Incident, Service, Parameters, Steps, Result];

    /// <summary>The scope of a place in a playbook.</summary>
    /// <param name="parameters">The playbook's parameters.</param>
    /// <param name="outputs">The steps whose outputs can be seen, with the types of those.</param>
    /// <param name="items">The names of items of lists around the place.</param>
    public static ExpressionScope Of(
        IReadOnlyList<PlaybookParameter> parameters,
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, ExpressionType>> outputs,
        IEnumerable<string> items)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(items);
        var scope = Common.With(Parameters, ParametersType(parameters)).With(Steps, StepsType(outputs));
        return items.Aggregate(scope, (known, item) => known.With(item, ExpressionType.String));
    }

    internal static RecordType ParametersType(IReadOnlyList<PlaybookParameter> parameters) =>
        RecordType.OfValues(Parameters, parameters.Select(p => KeyValuePair.Create(p.Name, TypeOf(p.Type))));

    internal static RecordType StepsType(IReadOnlyDictionary<string, IReadOnlyDictionary<string, ExpressionType>> outputs) => RecordType.OfValues(
        Steps,
        outputs.Select(step => KeyValuePair.Create(
            step.Key, ExpressionType.Of(RecordType.OfValues(step.Key, step.Value.Select(o => KeyValuePair.Create(o.Key, o.Value.OrNull())))))));

    internal static ExpressionType TypeOf(PlaybookParameterType type) => type switch
    {
        PlaybookParameterType.Integer => ExpressionType.Int,
        PlaybookParameterType.Number => ExpressionType.Double,
        PlaybookParameterType.Boolean => ExpressionType.Bool,
        _ => ExpressionType.String,
    };

    private static ListValue List(IEnumerable<string> texts) => new(texts.Select(t => (ExpressionValue)new StringValue(t)));
}

/// <summary>An incident as expressions of a playbook see it. Nothing in it is free text of a sender.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Severity">The gravest severity, 0 to 4.</param>
/// <param name="Category">Category of the classification, or null.</param>
/// <param name="Service">Service of the catalogue, or null.</param>
/// <param name="Resource">ARM id of the resource that it is about, or null.</param>
/// <param name="Resources">ARM ids of the resources of its alerts, lower case, each once, in the order in which they came.</param>
/// <param name="Alerts">How many alerts belong to it.</param>
internal sealed record IncidentView(string Id, int Severity, string? Category, string? Service, string? Resource, IReadOnlyList<string> Resources, int Alerts);

/// <summary>How a step went, for its outputs.</summary>
/// <param name="Target">ARM id of what it acted on, or null.</param>
/// <param name="Before">The state before, by field of its plan.</param>
/// <param name="After">The state after, by field of its plan.</param>
/// <param name="Value">The signal's value when it was last read to verify, or null.</param>
internal sealed record StepResult(string? Target, IReadOnlyDictionary<string, string> Before, IReadOnlyDictionary<string, string> After, double? Value);
