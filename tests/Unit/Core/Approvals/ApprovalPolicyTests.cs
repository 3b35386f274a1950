using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Playbooks.Approving;
using OpsAutomation.Core.Playbooks.Validation;
using OpsAutomation.Unit.Core.Incidents;
using OpsAutomation.Unit.Core.Playbooks.Loading;

namespace OpsAutomation.Unit.Core.Approvals;

/// <summary>The policy by risk: what it fills in, and that a step may only be stricter.</summary>
public sealed class ApprovalPolicyTests
{
    private const string Head = "apiVersion: ops/v1\nkind: Approvals\n";

    private static readonly Routing Who = new(
        "test", ["ana", "ben", "lea"], new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["on-call"] = ["ana", "ben"] }, "c");

    [Fact]
    public void The_stricter_of_policy_and_step_is_asked_for()
    {
        var policies = Read("risks:\n  high:\n    quorum: 2\n    deadline: 1h\n    remindBefore: 10m\n    onTimeout: reject\n    escalation:\n      - after: 20m\n        approvers: [lea]\n").Policies!;

        var strict = policies.For(Risk.High, new StepApproval(["ana", "ben"], TimeSpan.FromHours(4), 1), Fallback);
        var own = policies.For(Risk.High, new StepApproval(["ana"], TimeSpan.FromMinutes(15), 3) { OnTimeout = TimeoutOutcome.Reject }, Fallback);
        var other = policies.For(Risk.Low, null, Fallback);
        var terms = policies.Terms(own, Samples.Now, ["zoe"]);

        Assert.Equal((2, TimeSpan.FromHours(1), TimeoutOutcome.Reject), (strict.Quorum, strict.Deadline, strict.OnTimeout));
        Assert.Equal((3, TimeSpan.FromMinutes(15)), (own.Quorum, own.Deadline));
        Assert.Equal(["role:on-call"], other.Approvers);
        Assert.Equal(TimeSpan.FromMinutes(30), other.Deadline);

        // The level would come after the deadline, and never does.
        Assert.Empty(terms.Levels);
        Assert.Equal(Samples.Now.AddMinutes(5), terms.RemindAt);
        Assert.Equal(["zoe"], terms.Requesters);
        Assert.Equal(Samples.Now.AddMinutes(20), Assert.Single(policies.Terms(strict, Samples.Now, []).Levels).At);
    }

    [Theory]
    [InlineData("risks:\n  low:\n    onTimeout: approve\n", "OPS2201")]
    [InlineData("risks:\n  low:\n    onTimeout: never\n", "OPS1007")]
    [InlineData("risks:\n  low:\n    deadline: 8d\n", "OPS1113")]
    [InlineData("risks:\n  low:\n    deadline: 1h\n    remindBefore: 2h\n", "OPS2206")]
    [InlineData("risks:\n  low:\n    deadline: 1h\n    escalation:\n      - after: 2h\n        approvers: [ana]\n", "OPS2205")]
    [InlineData("risks:\n  low:\n    escalation:\n      - after: 20m\n        approvers: [ana]\n      - after: 10m\n        approvers: [ben]\n", "OPS2205")]
    [InlineData("risks:\n  low:\n    escalation:\n      - after: 20m\n", "OPS2205")]
    [InlineData("risks:\n  low:\n    quorum: 0\n", "OPS1005")]
    [InlineData("breakGlass: {}\n", "OPS2209")]
    [InlineData("breakGlass:\n  people: [ana]\n", "OPS2209")]
    [InlineData("breakGlass:\n  people: [ana, nobody]\n", "OPS2208")]
    [InlineData("risks:\n  low:\n    approvers: [role:none]\n", "OPS2208")]
    [InlineData("groups:\n  - name: dba\n    id: nonsense\n", "OPS2207")]
    [InlineData("groups:\n  - name: dba\n  - name: dba\n", "OPS2207")]
    [InlineData("samePeople:\n  ana: [ana2]\n  ben: [ana2]\n", "OPS2207")]
    [InlineData("samePeople:\n  ana: [ben]\n  ben: [ben2]\n", "OPS2207")]
    [InlineData("fourEyes: false\n", "OPS1008")]
    public void What_is_wrong_with_the_file_is_told(string text, string code) => Assert.Contains(code, Read(text).Codes);

    [Theory]
    [InlineData("{approvers: [ana], deadline: 30m}", "quorum: 2", "OPS2212")]
    [InlineData("{approvers: [ana, ben], deadline: 30m, quorum: 1}", "quorum: 2", "OPS2202")]
    [InlineData("{approvers: [ana, ben], deadline: 30m}", "deadline: 15m", "OPS2203")]
    [InlineData("{approvers: [lea], deadline: 30m}", "only: [role:on-call]", "OPS2204")]
    [InlineData("{deadline: 30m}", "quorum: 1", "OPS2210")]
    [InlineData("{approvers: [ana]}", "quorum: 1", "OPS2210")]
    [InlineData("{approvers: [ana], deadline: 30m, onTimeout: escalate}", "onTimeout: reject", "OPS2211")]
    [InlineData("{approvers: [ana], deadline: 30m, onTimeout: approve}", "quorum: 1", "OPS2201")]
    [InlineData("{approvers: [ana], deadline: 30m, escalation: [{after: 10m, approvers: [nobody]}]}", "quorum: 1", "OPS1119")]
    [InlineData("{approvers: ['group:none'], deadline: 30m}", "quorum: 1", "OPS1119")]
    public void A_step_that_is_laxer_than_the_policy_is_told(string approval, string policy, string code) =>
        Assert.Contains(code, Playbook(approval, policy).Codes);

    [Fact]
    public void What_a_step_leaves_out_the_policy_fills_in_and_the_run_keeps_it()
    {
        var (playbooks, codes) = Playbook("{quorum: 1}", "approvers: [role:on-call]\n    deadline: 45m");

        Assert.Empty(codes);
        var approval = Assert.Single(Assert.Single(playbooks).Steps).Approval!;
        Assert.Equal(["role:on-call"], approval.Approvers);
        Assert.Equal(TimeSpan.FromMinutes(45), approval.Deadline);
    }

    private static StepApproval Fallback => new(["role:on-call"], TimeSpan.FromMinutes(30), 1);

    private static (ApprovalPolicies? Policies, IReadOnlyList<string> Codes) Read(string text)
    {
        var bag = new DiagnosticBag();
        var policies = ApprovalPolicyReader.Read(YamlFile.Read("approvals.yaml", Head + text, bag)!);
        if (policies is not null)
        {
            new ApprovalRules(policies, Who with { Groups = policies.Groups, Aliases = policies.Aliases }).CheckFile(bag);
        }

        return (policies, [.. bag.All.Select(d => d.Code)]);
    }

    private static (IReadOnlyList<Playbook> Playbooks, IReadOnlyList<string> Codes) Playbook(string approval, string policy)
    {
        var bag = new DiagnosticBag();
        var policies = ApprovalPolicyReader.Read(YamlFile.Read("approvals.yaml", $"{Head}risks:\n  medium:\n    {policy}\n", bag)!);
        var playbooks = PlaybookSet.Read([("playbooks/x.yaml", Text(approval))], TestActions.All, Who, bag, policies);
        return (playbooks, [.. bag.All.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.Code)]);
    }

    private static string Text(string approval) => $"""
        apiVersion: ops/v1
        kind: Playbook
        metadata:
          name: x
          version: 1.0.0
          owner: platform
          description: d
          runbook: r
        match:
          category: c
          resourceType: Microsoft.Web/sites
        autonomy: approve
        risk: medium
        limits:
          cooldown: 15m
          maxRunsPerDay: 4
        steps:
          - id: restart
            action: site.restart
            approval: {approval}
            verify:
              after: 1m
              every: 1m
              within: 10m
            timeout: 10m
            onFailure: escalate
        """;
}
