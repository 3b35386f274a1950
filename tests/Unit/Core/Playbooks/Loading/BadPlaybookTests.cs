using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Core.Playbooks.Validation;

namespace OpsAutomation.Unit.Core.Playbooks.Loading;

/// <summary>One bad playbook for each rule: it gives exactly the code of its name, at the place that its first line says.</summary>
public sealed class BadPlaybookTests
{
    private static readonly IReadOnlyList<ActionDescriptor> Actions =
    [
        TestActions.Restart,
        TestActions.Restart with { Name = "flag.off", Parameters = [new ActionParameter("name", ActionParameterType.Text, true, "The flag.")] },
        TestActions.Restart with { Name = "site.grow", Parameters = [new ActionParameter("add", ActionParameterType.Integer, true, "How many.", 1, 10)] },
    ];

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder(), "*.yaml").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Each_bad_playbook_gives_exactly_its_code_at_its_place(string file)
    {
        var text = File.ReadAllText(Path.Combine(Folder(), file));
        var place = text[..text.IndexOf('\n', StringComparison.Ordinal)].Replace("# expect ", string.Empty, StringComparison.Ordinal);
        var bag = new DiagnosticBag();

        PlaybookSet.Read([(file, text)], Actions, new Routing("test", ["ana"], new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal), "c"), bag);

        var problem = Assert.Single(bag.All);
        Assert.Equal($"{file[..7]} at {place}", $"{problem.Code} at {problem.Line}:{problem.Column}");
    }

    private static string Folder() => Path.Combine(AppContext.BaseDirectory, "Samples", "Core", "Playbooks", "Samples", "bad");
}
