using System.Text.Json.Nodes;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Expressions;
using OpsAutomation.Core.Expressions.Values;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Playbooks.Evaluating;

/// <summary>The values of the variables at one place of a run, from its facts alone, and the scope that declares them.</summary>
internal sealed class RunBindings
{
    private readonly Dictionary<string, ExpressionValue> _values;

    private RunBindings(ExpressionScope scope, Dictionary<string, ExpressionValue> values) => (Scope, _values) = (scope, values);

    internal ExpressionScope Scope { get; }

    internal IReadOnlyDictionary<string, ExpressionValue> Values => _values;

    internal static RunBindings Of(IncidentFile file, RunState state, RunFrame frame, ServiceCatalog services)
    {
        var outputs = new Dictionary<string, IReadOnlyDictionary<string, ExpressionType>>(StringComparer.Ordinal);
        var known = new Dictionary<string, ExpressionValue>(StringComparer.Ordinal);
        var shapes = new Dictionary<string, IReadOnlyDictionary<string, ExpressionValue>>(StringComparer.Ordinal);
        foreach (var (step, id) in frame.Seen)
        {
            shapes[step] = (state.OutputsOf(id)?.Values ?? []).ToDictionary(v => v.Key, v => Read(v.Value), StringComparer.Ordinal);
            outputs[step] = shapes[step].ToDictionary(v => v.Key, _ => ExpressionType.Dyn, StringComparer.Ordinal);
        }

        var scope = PlaybookScope.Of(frame.Playbook.Parameters, outputs, frame.Items.Keys);
        foreach (var (step, shape) in shapes)
        {
            known[step] = scope.Variables[PlaybookScope.Steps].Record!.Find(step)!.Type.Record!.Wrap(shape);
        }

        var alert = file.Facts.OfType<Fact.Opened>().First().Alert;
        var values = AlertExpressions.Bind(alert);
        values[PlaybookScope.Incident] = PlaybookScope.IncidentType.Wrap(View(file));
        values[PlaybookScope.Service] = services.ByName(file.Head.Service) is { } service ? PlaybookScope.ServiceType.Wrap(service) : NullValue.Instance;
        values[PlaybookScope.Parameters] = scope.Variables[PlaybookScope.Parameters].Record!.Wrap(ParametersOf(state, frame));
        values[PlaybookScope.Steps] = scope.Variables[PlaybookScope.Steps].Record!.Wrap(known);
        foreach (var (name, item) in frame.Items)
        {
            values[name] = new StringValue(item);
        }

        return new RunBindings(scope, values);
    }

    /// <summary>The same, with how a step went.</summary>
    internal RunBindings With(StepResult result) => new(
        Scope.With(PlaybookScope.Result, PlaybookScope.ResultType),
        new Dictionary<string, ExpressionValue>(_values, StringComparer.Ordinal) { [PlaybookScope.Result] = PlaybookScope.ResultType.Wrap(result) });

    /// <summary>The resources of an incident's alerts, lower case, each once.</summary>
    internal static IReadOnlyList<string> ResourcesOf(IncidentFile file) =>
        [.. file.Alerts.Where(a => a.Status == AlertStatus.Firing).Select(a => a.Resource).Prepend(file.Head.Resource).OfType<string>().Select(r => r.ToLowerInvariant()).Distinct(StringComparer.Ordinal)];

    private static IncidentView View(IncidentFile file) => new(
        file.Head.Id,
        (int)file.Head.Severity,
        file.Head.Category,
        file.Head.Service,
        file.Head.Resource?.ToLowerInvariant(),
        ResourcesOf(file),
        file.Head.AlertCount);

    private static Dictionary<string, ExpressionValue> ParametersOf(RunState state, RunFrame frame)
    {
        var given = frame.CalledBy is { } caller ? state.Evaluated(caller)?.With : null;
        return frame.Playbook.Parameters.ToDictionary(p => p.Name, p => Read(given?[p.Name] ?? p.Default, p.Type), StringComparer.Ordinal);
    }

    private static ExpressionValue Read(JsonNode? node) =>
        node is null ? NullValue.Instance : ValueJson.Read(System.Text.Json.JsonSerializer.SerializeToElement(node));

    // JSON does not tell 4 from 4.0: the declared type does.
    private static ExpressionValue Read(JsonNode? node, PlaybookParameterType type) =>
        Read(node) is IntValue whole && type == PlaybookParameterType.Number ? new DoubleValue(whole.Value) : Read(node);
}
