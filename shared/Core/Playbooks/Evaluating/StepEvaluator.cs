using System.Globalization;
using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Expressions.Values;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.BuiltIn;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Playbooks.Evaluating;

/// <summary>
/// Works out what the expressions of a step give, from the facts of the incident and the catalogue. What it returns is
/// written down, and the run uses that alone. Nothing in a playbook or an alert makes it throw: what cannot be worked out is
/// an error of the step, with its reason.
/// </summary>
/// <param name="services">The services of the catalogue.</param>
/// <param name="actions">The actions that exist.</param>
public sealed class StepEvaluator(ServiceCatalog services, IReadOnlyCollection<ActionDescriptor> actions)
{
    /// <summary>How many items a list may have.</summary>
    public const int MaxItems = 100;

    /// <summary>What a step needs before it begins.</summary>
    /// <exception cref="InvalidOperationException">The run has no such step.</exception>
    public Fact.Evaluated Inputs(IncidentFile file, string stepId)
    {
        var (state, node) = Find(file, stepId);
        try
        {
            var bindings = RunBindings.Of(file, state, node.Frame, services);
            if (!node.IsItem && node.Step.When is { } condition && !Judge(condition, bindings))
            {
                return new(stepId, Skipped: $"'{condition}' does not hold.");
            }

            if (node.Kind == NodeKind.Loop)
            {
                var items = Items(file, node, bindings);
                return items.Count == 0 ? new(stepId, Skipped: "The list is empty, so there is nothing to do.") : new(stepId, Items: items);
            }

            var target = node.Step.Target is { } expression ? Target(file, expression, bindings) : null;
            if (node.Step.Calls is { } name)
            {
                var called = file.Pinned!.Find(name) ?? throw new EvaluationException($"The content of playbook {name} is not there.");
                return new(stepId, Target: target, With: CallInputs.Of(called, node.Step.With, bindings));
            }

            var action = node.Step.IsAction ? BuiltInActions.Find(node.Step.Action, actions) : null;
            CheckType(action, target ?? node.Frame.Target);
            return new(stepId, Target: target, With: action is null ? null : ActionInputs.Of(action, node.Step.With, bindings));
        }
        catch (EvaluationException e)
        {
            return new(stepId, Error: e.Message);
        }
    }

    /// <summary>What a step that is done makes known.</summary>
    /// <exception cref="InvalidOperationException">The run has no such step.</exception>
    public Fact.OutputsKnown Outputs(IncidentFile file, string stepId)
    {
        var (state, node) = Find(file, stepId);
        var values = new JsonObject();
        try
        {
            var bindings = RunBindings.Of(file, state, node.Inner, services).With(ResultOf(file, state, node));
            foreach (var output in node.Outputs)
            {
                values[output.Name] = Evaluation.Json(Evaluation.Value(output.Value, bindings))
                    ?? throw new EvaluationException($"'{output.Name}' is neither text nor a number nor true or false.");
            }

            return new(stepId, values);
        }
        catch (EvaluationException e)
        {
            return new(stepId, [], e.Message);
        }
    }

    private static (RunState State, RunNode Node) Find(IncidentFile file, string stepId)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(stepId);
        var state = RunState.Of(file);
        var pinned = file.Pinned ?? throw new InvalidOperationException("The run has no pinned playbook.");
        return (state, RunTree.Of(pinned, state).Find(stepId) ?? throw new InvalidOperationException($"The run has no step '{stepId}'."));
    }

    private static bool Judge(string condition, RunBindings bindings) => Evaluation.Value(condition, bindings) is BoolValue value
        ? value.Value
        : throw new EvaluationException($"'{condition}' gives neither true nor false.");

    private static StepResult ResultOf(IncidentFile file, RunState state, RunNode node)
    {
        var run = state.Step(node.Id);
        var plan = run.Operation?.Intended.Plan ?? run.Plan?.Plan;
        var none = new Dictionary<string, string>(StringComparer.Ordinal);
        var read = file.Facts.OfType<Fact.SignalRead>().LastOrDefault(r => string.Equals(r.StepId, node.Id, StringComparison.Ordinal));
        return new(plan?.Target.ResourceId, plan?.Before ?? none, plan?.After ?? none, read?.Value);
    }

    private IReadOnlyList<string> Items(IncidentFile file, RunNode node, RunBindings bindings)
    {
        if (Evaluation.Value(node.Step.ForEach!.In, bindings) is not ListValue list)
        {
            throw new EvaluationException($"'{node.Step.ForEach.In}' gives no list.");
        }

        if (list.Items.Count > MaxItems)
        {
            throw new EvaluationException(string.Create(CultureInfo.InvariantCulture, $"The list has {list.Items.Count} items; at most {MaxItems} are allowed."));
        }

        var items = list.Items.Select(i => Resolve(file, i)).Distinct(StringComparer.Ordinal).ToList();
        var action = node.Step.IsAction && node.Step.Target is null ? BuiltInActions.Find(node.Step.Action, actions) : null;
        items.ForEach(i => CheckType(action, i));
        return items;
    }

    private string Target(IncidentFile file, string expression, RunBindings bindings) => Resolve(file, Evaluation.Value(expression, bindings));

    // Whatever the expression made of the texts of alerts: only what the incident is about, or its service owns, is acted on.
    private string Resolve(IncidentFile file, ExpressionValue value)
    {
        if (value is not StringValue { Value: var text })
        {
            throw new EvaluationException("A target must be the id of a resource.");
        }

        var id = text.ToLowerInvariant();
        return RunBindings.ResourcesOf(file).Contains(id, StringComparer.Ordinal)
            || (file.Head.Service is { } service && ArmId.TypeOf(id) is not null && string.Equals(services.Find(id)?.Name, service, StringComparison.Ordinal))
            ? id
            : throw new EvaluationException("The target is neither a resource of the incident's alerts nor one of its service.");
    }

    private static void CheckType(ActionDescriptor? action, string? target)
    {
        if (action is not null && target is not null && !action.IsFor(ArmId.TypeOf(target)))
        {
            throw new EvaluationException($"Action {action.Name} is for {action.ResourceType}, and {ArmId.NameOf(target)} is of another type.");
        }
    }
}
