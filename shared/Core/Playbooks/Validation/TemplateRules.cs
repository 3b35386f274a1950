using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Expressions;
using OpsAutomation.Core.Expressions.Values;
using OpsAutomation.Core.Playbooks.BuiltIn;
using OpsAutomation.Core.Playbooks.Evaluating;
using OpsAutomation.Core.Playbooks.Loading;
using OpsAutomation.Core.Playbooks.Running;

namespace OpsAutomation.Core.Playbooks.Validation;

/// <summary>Checks the templates and conditions in <c>with</c>, each against what its parameter takes.</summary>
internal sealed class TemplateRules(IReadOnlyDictionary<string, PlaybookDraft> library, IReadOnlyCollection<ActionDescriptor> actions)
{
    internal void Check(Step step, YamlMap map, Place place)
    {
        if (step.With.Count == 0 || map.Map("with") is not { } with)
        {
            return;
        }

        if (step.Calls is { } name)
        {
            CheckCall(step, with, place, library.GetValueOrDefault(name)?.Playbook);
        }
        else if (BuiltInActions.Find(step.Action, actions) is { } action)
        {
            CheckAction(step, with, place, action);
        }
    }

    private static void CheckCall(Step step, YamlMap with, Place place, Playbook? called)
    {
        foreach (var (name, value) in step.With.Where(w => StepInputs.IsTemplate(w.Value)))
        {
            var type = called?.Parameters.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.Ordinal))?.Type ?? PlaybookParameterType.Text;
            Check(with, name, value!.GetValue<string>(), place, type == PlaybookParameterType.Text ? null : PlaybookScope.TypeOf(type), isProse: false);
        }
    }

    private static void CheckAction(Step step, YamlMap with, Place place, ActionDescriptor action)
    {
        foreach (var parameter in action.Parameters.Where(p => step.With.ContainsKey(p.Name)))
        {
            var value = step.With[parameter.Name];
            if (parameter.Type == ActionParameterType.Condition)
            {
                PlaybookExpression.Check(with, parameter.Name, value!.GetValue<string>(), place.Scope, ExpressionType.Bool);
            }
            else if (StepInputs.IsTemplate(value))
            {
                var type = parameter.Type switch { ActionParameterType.Integer => ExpressionType.Int, ActionParameterType.Boolean => ExpressionType.Bool, _ => null };
                Check(with, parameter.Name, value!.GetValue<string>(), place, type, parameter.IsProse);
            }
        }
    }

    private static void Check(YamlMap with, string name, string source, Place place, ExpressionType? type, bool isProse)
    {
        if (PlaybookExpression.CheckTemplate(with, name, source, place.Scope) is not { } template)
        {
            return;
        }

        if (type is not null && (template.Single is not { } single || !Fits(single.ResultType, type)))
        {
            with.Error("OPS1149", name, $"'{name}' must be {type}: one expression, ${{ … }}, that gives it, and nothing beside it.");
        }

        if (type is null && !isProse && template.Expressions.Any(place.IsFromAlert))
        {
            with.Error("OPS1148", name, $"'{name}' may become a name, a path or an address: text of an alert cannot stand in it. Compare it in 'when', or choose among values of your own.");
        }
    }

    private static bool Fits(ExpressionType given, ExpressionType wanted) => given.Kind is null || given.Kind == wanted.Kind || (wanted.Kind == ValueKind.Double && given.Kind == ValueKind.Int);
}
