using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Classification;
using OpsAutomation.Core.Classification.Cases;
using Xunit.Abstractions;

namespace OpsAutomation.Unit.Core.Classification;

/// <summary>The shipped rules on the shipped cases.</summary>
public sealed class ClassificationCasesTests(ITestOutputHelper output)
{
    private static readonly string Folder = ShippedCatalog.Folder();

    [Fact]
    public void The_confusion_table_is_printed_and_nearly_every_case_is_right()
    {
        var table = ConfusionTable.Of(ShippedCatalog.Rules(), Cases());
        output.WriteLine(table.ToString());
        Assert.True(table.Accuracy >= 0.97, table.ToString());
        Assert.All(table.Scores, s => Assert.True(s.Recall is null or >= 0.85, $"{s.Category} is recognised in {s.Right} of {s.Labelled} cases."));
    }

    [Fact]
    public void Every_category_has_at_least_six_cases_and_so_has_what_no_rule_may_claim()
    {
        var counts = Cases().CountBy(c => c.Label, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        Assert.All(Categories.All.Select(c => c.Name).Append("unknown"), c => Assert.True(counts.GetValueOrDefault(c) >= 6, $"{c} has {counts.GetValueOrDefault(c)} cases."));
    }

    [Fact]
    public void No_case_that_is_a_persons_to_sort_out_is_claimed_by_a_rule_that_a_playbook_waits_for()
    {
        string[] automated = ["saturation-cpu", "errors"];
        var table = ConfusionTable.Of(ShippedCatalog.Rules(), Cases());
        Assert.DoesNotContain(table.Wrong, w => automated.Contains(w.Answer, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_reason_that_is_given_holds_and_every_near_miss_does_not()
    {
        foreach (var rule in ShippedCatalog.Rules().All.Where(r => r.Symptoms.Count == 0))
        {
            var alone = new ClassificationRules([rule]);
            foreach (var one in Cases())
            {
                var explained = RuleConditions.Judge(rule, one.Alert, one.Enrichment).All(c => c.Holds);
                Assert.True(explained == (alone.Classify(one.Alert, one.Enrichment).Rule is not null), $"{rule.Name} on {one.Name}");
            }
        }
    }

    [Fact]
    public void Every_rule_claims_some_case()
    {
        var measured = ShippedCatalog.Rules().MeasuredOn(Cases());
        Assert.Empty(measured.All.Select(r => r.Name).Except(measured.Calibration.Rules.Select(r => r.Rule), StringComparer.Ordinal));
    }

    [Fact]
    public void Confidence_is_said_only_for_rules_that_claimed_enough_cases()
    {
        var measured = ShippedCatalog.Rules().MeasuredOn(Cases());
        Assert.Contains(measured.All, r => measured.Calibration.ConfidenceOf(r.Name) is > 0.6 and < 1);
        Assert.Contains(measured.All, r => measured.Calibration.ConfidenceOf(r.Name) is null);
        Assert.All(measured.Calibration.Rules.Where(r => r.Claimed < Calibration.MinCases), r => Assert.Null(measured.Calibration.ConfidenceOf(r.Rule)));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(10, 10, 0.7225)]
    [InlineData(9, 10, 0.5958)]
    [InlineData(50, 100, 0.4038)]
    [InlineData(0, 10, 0)]
    public void The_lower_bound_is_Wilsons(int right, int claimed, double expected) =>
        Assert.Equal(expected, Calibration.LowerBound(right, claimed), 4);

    [Fact]
    public void Problems_of_cases_are_told_with_their_places()
    {
        var bag = new DiagnosticBag();
        var read = CaseReader.Read(
            [("classification-cases/a.yaml", """
            apiVersion: ops/v1
            kind: ClassificationCases
            cases:
              - {name: one, label: errors, alert: {source: s, rule: r}}
              - {name: one, label: errors, alert: {source: s, rule: r}}
              - {name: two, label: weather, alert: {source: s, rule: r, colour: red}}
              - {name: three, label: unknown}
            """)],
            bag);
        Assert.Equal("one", Assert.Single(read).Name);
        Assert.Equal(["OPS1312", "OPS1313", "OPS1008", "OPS1004"], bag.All.Select(d => d.Code));
        Assert.Equal(5, bag.All[0].Line);
    }

    private static IReadOnlyList<LabelledCase> Cases()
    {
        var bag = new DiagnosticBag();
        var cases = CatalogLoader.Cases(Folder, bag);
        Assert.Empty(bag.All);
        return cases;
    }
}
