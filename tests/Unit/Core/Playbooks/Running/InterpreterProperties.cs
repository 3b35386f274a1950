using FsCheck;
using FsCheck.Fluent;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Core.Playbooks.Running;

/// <summary>What holds for every run, whatever Azure, people and crashes do.</summary>
public sealed class InterpreterProperties
{
    private static readonly Arbitrary<byte[]> Chance = ArbMap.Default.ArbFor<byte[]>();

    [Fact]
    public void Every_run_ends_and_never_acts_without_its_resources_plan_and_approvals() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1500).WithEndSize(400),
            Prop.ForAll(Chance, bytes => Simulate(bytes)));

    [Fact]
    public void The_simulated_world_reaches_every_command_and_every_ending()
    {
        var kinds = new HashSet<string>(StringComparer.Ordinal);
        for (var seed = 1; seed <= 2500; seed++)
        {
            var bytes = new byte[20 + (seed % 300)];
            new Random(seed).NextBytes(bytes);
            var choices = new Choices(bytes);
            var run = new SimulatedRun(choices, RandomPlaybook(choices)).ToTheEnd();
            foreach (var command in run.Commands)
            {
                kinds.Add(command.Kind.ToString());
                kinds.Add($"{command.Kind} {command.Target}");
                kinds.Add(command.StepId?.StartsWith(RunState.UndoPrefix, StringComparison.Ordinal) == true ? $"undo {command.Kind}" : "-");
                kinds.Add(command.Kind is CommandKind.Wait ? command.Key : "-");
            }

            var executed = RunState.Of(run.File).Executed.Count;
            kinds.Add($"executed {executed}");
            kinds.Add($"undone {run.Commands.Count(c => c is { Kind: CommandKind.Start } && c.StepId!.StartsWith(RunState.UndoPrefix, StringComparison.Ordinal))}");
            kinds.Add(run.Entries.Any(e => e.Fact is Fact.Started { Adopted: true }) ? "adopted" : "-");
        }

        Assert.Superset(Enum.GetNames<CommandKind>().ToHashSet(StringComparer.Ordinal), kinds);
        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal)
            {
                "Escalate Failed", "Escalate Escalated", "Notify Worsened", "undo Start", "undo Poll", "executed 3", "undone 2", "adopted", "Release by-decision",
                "wait:throttled", "wait:operation", "wait:verify", "wait:approval", "wait:plan", "wait:person", "wait:all-clear", "wait:close",
                "wait:unfinished-operation", "wait:operation-in-doubt", "wait:step", "wait:retry", "wait:resource", "ReadSignal Assert", "Notify FromPlaybook", "Evaluate outputs",
            },
            kinds);
        Assert.DoesNotContain("wait:contradiction", kinds);
    }

    [Fact]
    public void When_all_goes_well_a_run_closes_without_calling_anyone()
    {
        var run = new SimulatedRun(new Choices([]), Samples.Playbook(Autonomy.Auto, Risk.Low, Samples.Step(ttl: TimeSpan.FromHours(2)))).ToTheEnd();

        Assert.Equal(
            ["Classify", "Reserve", "Plan", "ReadSignal", "Start", "Poll", "ReadSignal", "SetTtl", "Conclude", "Notify", "Release", "ReadSignal", "Conclude", "Conclude", "Judge", "Done"],
            run.Commands.Where(c => c.Kind != CommandKind.Wait).Select(c => c.Kind.ToString()));
    }

    [Fact]
    public void Any_journal_at_all_gives_a_command_and_the_same_one_twice() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(300),
            Prop.ForAll(Chance, bytes =>
            {
                var choices = new Choices(bytes ?? []);
                var playbook = RandomPlaybook(choices);
                var entries = new List<JournalEntry>();
                while (!choices.UsedUp)
                {
                    entries.Add(RandomEntry.Of(choices, entries.Count + 1, playbook));
                }

                var file = new IncidentFile(Samples.Seed(), "1", entries, choices.OneIn(5) ? null : playbook);
                var now = Samples.Now.AddMinutes(choices.Pick(200));
                var command = Interpreter.Advance(file, now);
                Assert.Equal(command, Interpreter.Advance(file, now));
                Assert.True(command.Kind is CommandKind.Wait or CommandKind.Done || entries.TrueForAll(e => !string.Equals(e.Key, command.Key, StringComparison.Ordinal)));
            }));

    internal static PinnedPlaybook RandomPlaybook(Choices choices) => new RandomPlaybooks(choices).Next();

    private static void Simulate(byte[]? bytes)
    {
        var choices = new Choices(bytes ?? []);
        new SimulatedRun(choices, RandomPlaybook(choices)).ToTheEnd();
    }
}
