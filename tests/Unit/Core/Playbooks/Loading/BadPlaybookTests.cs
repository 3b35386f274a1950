using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Playbooks.Planning;
using OpsAutomation.Core.Playbooks.Validation;
using OpsAutomation.Core.Records;

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

    [Fact]
    public void A_playbook_with_every_feature_and_the_one_it_calls_are_in_order()
    {
        var bag = new DiagnosticBag();
        var files = Directory.GetFiles(Path.Combine(Folder(), "..", "good"), "*.yaml").Select(f => (Path.GetFileName(f), File.ReadAllText(f)));

        var playbooks = PlaybookSet.Read(files, TestActions.All, null, bag);

        Assert.Empty(bag.All);
        Assert.Equal(2, playbooks.Count);
        var pinned = OpsJson.Read<PinnedPlaybook>(OpsJson.Write(PlaybookHash.Pin(playbooks.Single(p => p.Name == "every-feature"), playbooks)));
        Assert.Equal(PlaybookHash.Pin(pinned.Playbook, pinned.Called!).Hash, pinned.Hash);
    }

    [Fact]
    public void Circles_and_calls_too_deep_between_files_are_told_where_they_are_called()
    {
        static (string, string) File(string name, string calls) => ($"{name}.yaml", $$"""
            apiVersion: ops/v1
            kind: Playbook
            metadata: {name: {{name}}, version: 1.0.0, owner: team, description: d, runbook: r}
            match: {resourceType: Microsoft.Web/sites}
            autonomy: auto
            risk: low
            limits: {cooldown: 15m, maxRunsPerDay: 4}
            steps: [{{calls}}]
            """);
        var circle = new DiagnosticBag();
        var deep = new DiagnosticBag();

        PlaybookSet.Read([File("a", "{id: x, playbook: b}"), File("b", "{id: x, playbook: a}")], Actions, null, circle);
        PlaybookSet.Read(
            [
                .. Enumerable.Range(1, 5).Select(i => File($"p{i}", $$"""{id: x, playbook: p{{i + 1}}}""")),
                File("p6", "{id: x, action: snapshot}"),
            ],
            Actions,
            null,
            deep);

        Assert.Equal(["a.yaml OPS1143", "b.yaml OPS1143"], circle.All.Select(d => $"{d.File} {d.Code}"));
        Assert.Equal(["p1.yaml OPS1144"], deep.All.Select(d => $"{d.File} {d.Code}"));
    }

    private static string Folder() => Path.Combine(AppContext.BaseDirectory, "Samples", "Core", "Playbooks", "Samples", "bad");
}
