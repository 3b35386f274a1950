using OpsAutomation.Core.Playbooks;
using OpsAutomation.Pages.Words;

namespace OpsAutomation.Pages.IncidentDetail;

/// <summary>A step of a playbook in one line, for whoever wants to know what automation would do.</summary>
internal static class StepWords
{
    internal static string Of(Step step)
    {
        List<string> parts = [What(step)];
        if (step.ForEach is { } loop)
        {
            parts.Add($"for each of {loop.In}, {loop.Concurrency} at a time, given up after {loop.MaxErrors} failures");
        }

        if (step.When is { } condition)
        {
            parts.Add($"only when {condition}");
        }

        if (step is { IsAction: true, ChangesNothing: false })
        {
            parts.Add($"must finish within {ReadersWords.Duration(step.Timeout)}");
        }

        if (step.Verify is { } verify)
        {
            parts.Add($"must show a healthy {(verify.On == VerifyOn.Target ? "target" : "signal")} within {ReadersWords.Duration(verify.Within)}");
        }

        if (step.Ttl is { } ttl)
        {
            parts.Add($"given back after {ReadersWords.Duration(ttl)}");
        }

        return $"{string.Join(", ", parts)}{OnFailure(step.OnFailure)}";
    }

    private static string What(Step step) =>
        step.IsAction ? step.Action
        : step.Calls is { } playbook ? $"the playbook {playbook}"
        : step.Parallel.Count > 0 ? $"side by side: {string.Join(", ", step.Parallel.Select(b => b.Id))}"
        : string.Join(", then ", step.Steps.Select(s => s.Id));

    private static string OnFailure(OnFailure? how) => how switch
    {
        Core.Playbooks.OnFailure.Undo => "; on failure it is undone and a person is called",
        Core.Playbooks.OnFailure.Continue => "; on failure the next step follows",
        Core.Playbooks.OnFailure.Stop => "; on failure what is under way ends and a person is called",
        Core.Playbooks.OnFailure.Escalate => "; on failure a person is called",
        _ => string.Empty,
    };
}
