using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Playbooks.Loading;

/// <summary>A playbook as read from its file, good or not, with the places that later checks need.</summary>
/// <param name="Playbook">The playbook; where something is wrong with it, only as much as could be read.</param>
/// <param name="Root">The file.</param>
/// <param name="Steps">Its steps, with their places.</param>
internal sealed record PlaybookDraft(Playbook Playbook, YamlMap Root, IReadOnlyList<StepDraft> Steps)
{
    /// <summary>Every step, those in groups and branches too.</summary>
    internal IEnumerable<StepDraft> AllSteps() => Steps.SelectMany(s => s.WithThoseIn());
}

/// <summary>A step as read, with its place.</summary>
/// <param name="Step">The step.</param>
/// <param name="Map">Where it stands.</param>
/// <param name="Children">The steps in it: of a group, or one list for each branch.</param>
internal sealed record StepDraft(Step Step, YamlMap Map, IReadOnlyList<IReadOnlyList<StepDraft>> Children)
{
    internal IEnumerable<StepDraft> WithThoseIn() => Children.SelectMany(c => c).SelectMany(s => s.WithThoseIn()).Prepend(this);
}
