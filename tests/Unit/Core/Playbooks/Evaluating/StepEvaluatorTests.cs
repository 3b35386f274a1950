using System.Text.Json.Nodes;
using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Playbooks.Evaluating;
using OpsAutomation.Core.Playbooks.Planning;
using OpsAutomation.Core.Services;
using OpsAutomation.Unit.Core.Incidents;
using OpsAutomation.Unit.Core.Playbooks.Loading;

namespace OpsAutomation.Unit.Core.Playbooks.Evaluating;

/// <summary>What the expressions of a step give, and that nothing a sender writes gets further than it may.</summary>
public sealed class StepEvaluatorTests
{
    private const string Second = Samples.Resource + "-2";
    private readonly List<Fact> _facts = [new Fact.Opened(Samples.Alert())];

    [Theory]
    [InlineData("alert.severity <= 2", true)]
    [InlineData("incident.resources.size() == 2", false)]
    [InlineData("service == null", true)]
    public void A_condition_that_does_not_hold_skips_the_step_and_says_which(string condition, bool holds)
    {
        var fact = Inputs(Samples.Step() with { When = condition });

        Assert.Null(fact.Error);
        Assert.Equal(holds ? null : $"'{condition}' does not hold.", fact.Skipped);
    }

    [Theory]
    [InlineData("alert.endsAt < alert.startsAt")]
    [InlineData("alert.labels['no such label'] == 'x'")]
    public void A_condition_that_cannot_be_judged_fails_the_step_with_its_reason(string condition)
    {
        var fact = Inputs(Samples.Step() with { When = condition });

        Assert.Null(fact.Skipped);
        Assert.StartsWith($"'{condition}' at 1:", fact.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_items_of_a_list_are_the_resources_of_the_alerts_each_once()
    {
        _facts.Add(new Fact.AlertJoined(Samples.Alert("a-2") with { Resource = Second.ToUpperInvariant() }));
        _facts.Add(new Fact.AlertJoined(Samples.Alert("a-3")));

        var fact = Inputs(Samples.Step() with { ForEach = new ForEach("incident.resources", "item", 1, new Share(0, false)) });

        Assert.Equal([Samples.Resource, Second], fact.Items!);
    }

    [Fact]
    public void A_target_that_an_alert_only_talks_of_is_refused()
    {
        _facts[0] = new Fact.Opened(Samples.Alert() with { Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["host"] = Second } });

        var fact = Inputs(Samples.Step() with { Target = "alert.labels.host" });

        Assert.Equal("The target is neither a resource of the incident's alerts nor one of its service.", fact.Error);
        Assert.Null(fact.Target);
    }

    [Fact]
    public void A_resource_of_another_type_than_the_action_is_for_is_refused()
    {
        const string site = "/subscriptions/s1/resourcegroups/shop/providers/microsoft.web/sites/checkout";
        _facts.Add(new Fact.AlertJoined(Samples.Alert("a-2") with { Resource = site }));

        var fact = Inputs(Samples.Step() with { Target = "incident.resources[1]" });

        Assert.Contains("checkout is of another type", fact.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("${ 1 + alert.severity }", 3, null)]
    [InlineData("${ 99 }", 0, "'add' must be a whole number from 1 to 10.")]
    [InlineData("${ 'many' }", 0, "'add' must be a whole number from 1 to 10.")]
    [InlineData("${ 1 / 0 }", 0, "'1 / 0' at 1:")]
    public void A_template_gives_a_value_of_the_type_and_inside_the_bounds(string template, int value, string? error)
    {
        var fact = Inputs(Samples.Step() with { With = new JsonObject { ["add"] = template } });

        if (error is null)
        {
            Assert.Equal(value, fact.With!["add"]!.GetValue<int>());
        }
        else
        {
            Assert.Contains(error.Trim('\''), fact.Error!.Replace(" 1 / 0 ", "1 / 0", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Text_of_an_alert_that_looks_like_a_template_stays_text()
    {
        _facts[0] = new Fact.Opened(Samples.Alert() with { Summary = "${ incident.id }" });

        var fact = Inputs(new Step { Id = "tell", Action = "notify", With = new JsonObject { ["message"] = "It says: ${ alert.summary }" }, ChangesNothing = true });

        Assert.Equal("It says: ${ incident.id }", fact.With!["message"]!.GetValue<string>());
    }

    [Fact]
    public void A_playbook_that_is_called_gets_what_is_given_and_its_defaults_and_sees_them()
    {
        var called = Samples.Playbook(Autonomy.Auto, Risk.Low, Samples.Step("grow") with { With = new JsonObject { ["add"] = "${ parameters.count }" } }).Playbook with
        {
            Name = "child",
            Parameters =
            [
                new PlaybookParameter { Name = "count", Type = PlaybookParameterType.Integer, Description = "How many.", Min = 1 },
                new PlaybookParameter { Name = "load", Type = PlaybookParameterType.Number, Description = "How much.", Default = JsonValue.Create(2.0) },
            ],
        };
        var pinned = PlaybookHash.Pin(Samples.Playbook(Autonomy.Auto, Risk.Low, new Step { Id = "call", Calls = "child", With = new JsonObject { ["count"] = "${ 1 + 2 }" } }).Playbook, [called]);

        var inputs = Evaluator.Inputs(File(pinned), "call");
        _facts.Add(inputs);

        Assert.Equal(3, inputs.With!["count"]!.GetValue<long>());
        Assert.Equal(3, Evaluator.Inputs(File(pinned), "call/grow").With!["add"]!.GetValue<int>());
    }

    [Fact]
    public void What_a_step_makes_known_later_steps_use_with_its_type()
    {
        var pinned = Samples.Playbook(
            Autonomy.Auto,
            Risk.Low,
            Samples.Step("first") with { Outputs = [new StepOutput("count", "int(result.after['capacity'])"), new StepOutput("load", "4.0")] },
            Samples.Step("second") with { When = "steps.first.count == 4 && steps.first.load * 1.5 == 6.0" });
        _facts.Add(new Fact.Planned("first", 1, Samples.Plan(), "h"));
        _facts.Add(Evaluator.Outputs(File(pinned), "first"));

        // As a journal keeps it: written and read again.
        _facts[^1] = OpsAutomation.Core.Records.OpsJson.Read<Fact>(OpsAutomation.Core.Records.OpsJson.Write(_facts[^1]));
        var fact = Evaluator.Inputs(File(pinned), "second");

        Assert.Null(fact.Error);
        Assert.Null(fact.Skipped);
    }

    [Fact]
    public void An_output_that_cannot_be_worked_out_is_an_error_of_the_step()
    {
        var pinned = Samples.Playbook(Autonomy.Auto, Risk.Low, Samples.Step("first") with { Outputs = [new StepOutput("count", "result.after['nothing']")] });

        Assert.Contains("result.after['nothing']", Evaluator.Outputs(File(pinned), "first").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_of_a_playbook_that_is_called_changes_the_hash()
    {
        var caller = Samples.Playbook(Autonomy.Auto, Risk.Low, new Step { Id = "call", Calls = "child" }).Playbook;
        var child = Samples.Playbook(Autonomy.Auto, Risk.Low, Samples.Step()).Playbook with { Name = "child" };

        var before = PlaybookHash.Pin(caller, [child]);
        var after = PlaybookHash.Pin(caller, [child with { Version = "1.0.1" }]);

        Assert.NotEqual(before.Hash, after.Hash);
        Assert.Equal("child", Assert.Single(before.Called!).Name);
    }

    private static StepEvaluator Evaluator { get; } = new(ServiceCatalog.Empty, TestActions.All);

    private Fact.Evaluated Inputs(Step step) => Evaluator.Inputs(File(Samples.Playbook(Autonomy.Auto, Risk.Low, step)), step.Id);

    private IncidentFile File(PinnedPlaybook pinned) => new(
        Samples.Seed() with { Service = null, AlertCount = _facts.Count },
        "1",
        [.. _facts.Select((f, i) => new JournalEntry(i + 1, $"k{i}", Samples.Now, "x", "x", f, IncidentStatus.Open, AuditChain.Origin, AuditChain.Origin))],
        pinned);
}
