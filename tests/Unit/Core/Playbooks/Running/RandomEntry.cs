using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Core.Playbooks.Running;

/// <summary>Journal entries that need not make sense together.</summary>
internal static class RandomEntry
{
    private static readonly string[] Steps = ["step-1", "step-2", "undo/step-1", "step-1[1]", "step-2[2]/step-3", "nobody", string.Empty];
    private static readonly string[] Hashes = ["h1", "h2"];
    private static readonly TimeSpan?[] Times = [null, TimeSpan.Zero, TimeSpan.FromSeconds(-5), TimeSpan.MaxValue, TimeSpan.FromMinutes(1)];

    internal static JournalEntry Of(Choices choices, int sequence, PinnedPlaybook playbook)
    {
        var step = Steps[choices.Pick(Steps.Length)];
        var hash = Hashes[choices.Pick(2)];
        var number = choices.Pick(3);
        string[] keys = [$"k{sequence}", $"plan:{step}:{number}", $"start:{step}:1:{number}", "release", "escalate", "classify", "conclude:Mitigated", $"reserve:{step}"];
        var status = (IncidentStatus)choices.Pick(9);
        var fact = sequence == 1 ? new Fact.Opened(Samples.Alert()) : FactOf(choices, step, hash, number, playbook);
        return new JournalEntry(
            sequence, keys[choices.Pick(keys.Length)], Samples.Now.AddMinutes(choices.Pick(100)), "x", "x", fact, status, AuditChain.Origin, AuditChain.Origin);
    }

    private static Fact FactOf(Choices choices, string step, string hash, int number, PinnedPlaybook playbook) => choices.Pick(27) switch
    {
        0 => new Fact.PlaybookChosen(playbook.Playbook.Name, "1", playbook.Hash, "x"),
        1 => new Fact.AlertJoined(Samples.Alert(status: (AlertStatus)choices.Pick(2))),
        2 => new Fact.AllClear("a"),
        3 => new Fact.Classified("c", []),
        4 => new Fact.NoPlaybook("x"),
        5 or 20 => new Fact.Reserved(step, number, [Samples.Resource]),
        6 => new Fact.Refused(step, number == 0 ? [] : ["no"]),
        7 or 21 => new Fact.Planned(step, number, Samples.Plan(reversibility: (Reversibility)choices.Pick(3)), hash),
        8 => new Fact.PlanFailed(step, number, "x", choices.OneIn(2), Times[choices.Pick(Times.Length)]),
        9 => new Fact.Asked(step, $"id-{number}", hash, number == 0 ? [] : ["ana"], number - 1, choices.OneIn(2) ? DateTimeOffset.MaxValue : Samples.Now),
        10 => new Fact.Decided(step, $"id-{number}", hash, (DecisionOutcome)choices.Pick(4), choices.OneIn(2) ? "ana" : string.Empty, "x"),
        11 => new Fact.SignalRead(step, (SignalPurpose)choices.Pick(4), (SignalState)choices.Pick(3), null, "x"),
        12 => new Fact.Intended(step, $"op-{number}", Samples.Plan(), hash, number),
        13 => new Fact.Started(step, $"op-{number}", null, Times[choices.Pick(Times.Length)], null, false),
        14 => new Fact.StartFailed(step, $"op-{number}", (StartOutcome)choices.Pick(5), "x", Times[choices.Pick(Times.Length)]),
        15 => new Fact.Polled(step, (PollOutcome)choices.Pick(4), "x", Times[choices.Pick(Times.Length)]),
        16 => new Fact.TtlSet(step, DateTimeOffset.MaxValue),
        17 => new Fact.Released("x"),
        18 => new Fact.EscalatedTo("x"),
        22 => new Fact.Routed((Urgency)choices.Pick(3), [], "x", "x", "x", Severity.Sev1),
        23 => new Fact.Evaluated(step, number == 0 ? "no" : null, number == 1 ? "no" : null, null, null, number == 2 ? [Samples.Resource, "r"] : null),
        24 => new Fact.OutputsKnown(step, [], number == 0 ? "no" : null),
        25 => new Fact.TargetSeen(step, (TargetState)number, "x"),
        26 => new Fact.SnapshotTaken(step, "x", null, [], "x"),
        _ => new Fact.Ended("x"),
    };
}
