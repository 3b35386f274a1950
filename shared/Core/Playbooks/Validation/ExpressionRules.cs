using System.Text.RegularExpressions;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Expressions;
using OpsAutomation.Core.Expressions.Values;
using OpsAutomation.Core.Playbooks.Evaluating;
using OpsAutomation.Core.Playbooks.Loading;

namespace OpsAutomation.Core.Playbooks.Validation;

/// <summary>
/// Compiles every expression and template of a playbook against what is known at its place, so that a wrong name or type is
/// told with file, line and column before anything runs, and text of a sender never gets where it could become a name or code.
/// </summary>
internal sealed class ExpressionRules(PlaybookDraft draft, IReadOnlyDictionary<string, PlaybookDraft> library, IReadOnlyCollection<ActionDescriptor> actions)
{
    private readonly TemplateRules _templates = new(library, actions);

    internal void Check()
    {
        var place = new Place(draft.Playbook.Parameters);
        foreach (var step in draft.Steps)
        {
            place = Check(step, place);
        }

        CheckOutputs(draft.Root, draft.Playbook.Outputs, place);
    }

    // Returns what is known after the step.
    private Place Check(StepDraft draft, Place place)
    {
        var (step, map) = (draft.Step, draft.Map);
        if (step.When is { } when)
        {
            PlaybookExpression.Check(map, "when", when, place.Scope, ExpressionType.Bool);
        }

        var inner = step.ForEach is { } loop ? Loop(map.Map("forEach")!, loop, place) : place;
        if (step.Target is { } target)
        {
            PlaybookExpression.Check(map, "target", target, inner.Scope, ExpressionType.String);
        }

        _templates.Check(step, map, inner);
        var after = inner;
        foreach (var children in draft.Children)
        {
            // Branches do not see each other: nobody knows which is first.
            var branch = inner;
            foreach (var child in children)
            {
                branch = Check(child, branch);
            }

            after = after.And(branch);
        }

        after = after.Knowing(step.Id, CheckOutputs(map, step.Outputs, inner)).Knowing(step.Id, OutputsOfCall(step));
        return step.ForEach is null ? after : place;
    }

    private static Place Loop(YamlMap map, ForEach loop, Place place)
    {
        var list = PlaybookExpression.Check(map, "in", loop.In, place.Scope, ExpressionType.List(ExpressionType.String));
        if (!PlaybookNames.IsVariable(loop.As) || PlaybookScope.Reserved.Contains(loop.As, StringComparer.Ordinal) || place.Items.Contains(loop.As, StringComparer.Ordinal))
        {
            map.Error("OPS1147", "as", $"'{loop.As}' cannot be the name of an item: letters, digits and '_', none of {string.Join(", ", PlaybookScope.Reserved)}, and not the name of a list around it.");
        }

        return place.WithItem(loop.As, list is not null && place.IsFromAlert(list));
    }

    private (IReadOnlyDictionary<string, ExpressionType> Types, bool FromAlert) OutputsOfCall(Step step) =>
        step.Calls is { } name && library.TryGetValue(name, out var called)
            ? (called.Playbook.Outputs.ToDictionary(o => o.Name, _ => ExpressionType.Dyn, StringComparer.Ordinal), called.Playbook.Outputs.Count > 0)
            : (new Dictionary<string, ExpressionType>(StringComparer.Ordinal), false);

    private static (IReadOnlyDictionary<string, ExpressionType> Types, bool FromAlert) CheckOutputs(YamlMap map, IReadOnlyList<StepOutput> outputs, Place place)
    {
        var types = new Dictionary<string, ExpressionType>(StringComparer.Ordinal);
        var fromAlert = false;
        var scope = place.Scope.With(PlaybookScope.Result, PlaybookScope.ResultType);
        var values = outputs.Count == 0 ? null : map.Map("outputs");
        foreach (var output in outputs)
        {
            types[output.Name] = ExpressionType.Dyn;
            if (PlaybookExpression.Check(values!, output.Name, output.Value, scope, expected: null) is not { } expression)
            {
                continue;
            }

            if (expression.ResultType.Kind is not (null or ValueKind.String or ValueKind.Bool or ValueKind.Int or ValueKind.UInt or ValueKind.Double))
            {
                values!.Error("OPS1150", output.Name, $"An output is text, a number, or true or false; '{output.Name}' is {expression.ResultType}.");
            }

            types[output.Name] = expression.ResultType;
            fromAlert |= place.IsFromAlert(expression);
        }

        return (types, fromAlert);
    }
}

/// <summary>What is known at a place of a playbook.</summary>
/// <param name="Parameters">The playbook's parameters.</param>
internal sealed partial record Place(IReadOnlyList<PlaybookParameter> Parameters)
{
    private ExpressionScope? _scope;

    internal IReadOnlyList<string> Items { get; private init; } = [];

    internal ExpressionScope Scope => _scope ??= PlaybookScope.Of(Parameters, Outputs, Items);

    private IReadOnlyDictionary<string, IReadOnlyDictionary<string, ExpressionType>> Outputs { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, ExpressionType>>(StringComparer.Ordinal);

    private bool StepsFromAlert { get; init; }

    private IReadOnlyList<string> ItemsFromAlert { get; init; } = [];

    internal Place WithItem(string name, bool fromAlert) =>
        this with { _scope = null, Items = [.. Items, name], ItemsFromAlert = fromAlert ? [.. ItemsFromAlert, name] : ItemsFromAlert };

    internal Place Knowing(string step, (IReadOnlyDictionary<string, ExpressionType> Types, bool FromAlert) outputs) => outputs.Types.Count == 0 ? this : this with
    {
        _scope = null,
        Outputs = new Dictionary<string, IReadOnlyDictionary<string, ExpressionType>>(Outputs, StringComparer.Ordinal) { [step] = outputs.Types },
        StepsFromAlert = StepsFromAlert || outputs.FromAlert,
    };

    internal Place And(Place other)
    {
        var all = new Dictionary<string, IReadOnlyDictionary<string, ExpressionType>>(Outputs, StringComparer.Ordinal);
        foreach (var (step, types) in other.Outputs)
        {
            all[step] = types;
        }

        return this with { _scope = null, Outputs = all, StepsFromAlert = StepsFromAlert || other.StepsFromAlert };
    }

    // Everything of an incident but what is ours: its id, counts, and names of our own catalogues. What its resources are called, a
    // sender wrote; whatever is not surely ours counts as theirs.
    [GeneratedRegex(@"\bincident\b(?!\s*\.\s*(id|category|service|severity|alerts)\b)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OfSender();

    /// <summary>Whether text that a sender chose may be in what an expression gives. A number, a time or a yes carries none.</summary>
    internal bool IsFromAlert(Expression expression) =>
        expression.ResultType.Kind is null or ValueKind.String or ValueKind.Bytes or ValueKind.List or ValueKind.Map or ValueKind.Record
        && (expression.Variables.Contains(AlertExpressions.Variable)
            || (expression.Variables.Contains(PlaybookScope.Incident) && OfSender().IsMatch(expression.Source))
            || ItemsFromAlert.Any(expression.Variables.Contains)
            || (StepsFromAlert && expression.Variables.Contains(PlaybookScope.Steps)));
}
