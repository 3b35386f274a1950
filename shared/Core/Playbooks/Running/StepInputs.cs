using System.Text.Json.Nodes;
using OpsAutomation.Core.Playbooks.BuiltIn;

namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>Which steps have expressions to evaluate before they begin. Those that have none cost no turn of the run.</summary>
internal static class StepInputs
{
    private const string Open = "${";

    /// <summary>Whether the step itself has any, its condition and its list apart.</summary>
    internal static bool Has(Step step) =>
        step.Target is not null || step.Calls is not null || BuiltInActions.Is(step.Action) || step.With.Any(w => IsTemplate(w.Value));

    /// <summary>Whether a value of <c>with</c> is a template.</summary>
    internal static bool IsTemplate(JsonNode? value) =>
        value is JsonValue scalar && scalar.TryGetValue<string>(out var text) && text.Contains(Open, StringComparison.Ordinal);
}
