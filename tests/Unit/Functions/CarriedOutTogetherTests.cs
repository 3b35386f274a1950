using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Unit.Functions;

/// <summary>Quick commands of a run are carried out in one activity, and it may die anywhere in it.</summary>
public sealed class CarriedOutTogetherTests
{
    [Fact]
    public async Task Everything_up_to_the_first_action_is_one_commit_of_the_journal_and_its_answer_another()
    {
        var bench = new ActivityBench();
        await bench.OpenAsync();
        var commits = new List<int>();
        bench.Store.BeforeCommit = (partition, changes) =>
        {
            var entries = changes.Count(c => c is RecordChange.Insert { Row: var row } && row.StartsWith("entry-", StringComparison.Ordinal));
            commits.AddRange(partition == IncidentRun.Partition(bench.Id) && entries > 0 ? [entries] : []);
            return Task.CompletedTask;
        };

        var next = await bench.AdvanceAsync();

        Assert.Equal(CommandKind.Wait, next.Kind);
        Assert.Equal(1, bench.ScaleOut.Sends);

        // The run began, reserved, planned, read, intended, marked; then Azure's answer.
        Assert.Equal([6, 1], commits);
    }

    [Fact]
    public async Task Killed_before_any_commit_it_goes_on_and_sends_once()
    {
        var crashes = 0;
        for (var survives = 0; ; survives++)
        {
            var bench = new ActivityBench();
            await bench.OpenAsync();
            var (left, died) = (survives, false);
            bench.Store.BeforeCommit = (_, _) =>
            {
                died |= left-- <= 0;
                return died ? throw new IOException("The process died.") : Task.CompletedTask;
            };
            try
            {
                await bench.AdvanceAsync();
            }
            catch (IOException)
            {
                // As the engine sees it: no outcome, so the activity is delivered again.
            }

            if (!died)
            {
                break;
            }

            crashes++;
            bench.Store.BeforeCommit = null;
            bench.ScaleOut.Adopts = bench.ScaleOut.Sends > 0 ? AdoptOutcome.TookEffect : AdoptOutcome.NoEffect;
            var next = await bench.AdvanceAsync();

            Assert.Equal(CommandKind.Wait, next.Kind);
            Assert.Equal(1, bench.ScaleOut.Sends);
            var file = await bench.FileAsync();
            Assert.Single(file.Facts.OfType<Fact.Intended>());
            Assert.Single(file.Facts.OfType<Fact.Started>());
            Assert.Null(AuditChain.Verify(file.Entries, file.Head));
            Assert.Single(await bench.Guardrails.LeasesAsync());
        }

        Assert.True(crashes >= 5, $"Only {crashes} moments to die at.");
    }

    [Fact]
    public async Task An_all_clear_that_comes_before_the_intent_is_on_disk_stops_the_start()
    {
        var bench = new ActivityBench();
        await bench.OpenAsync();
        var told = false;
        bench.Store.BeforeCommit = async (partition, changes) =>
        {
            if (!told && partition == IncidentRun.Partition(bench.Id) && changes.Any(c => c is RecordChange.Insert { Body: var body } && body.Contains("intend:", StringComparison.Ordinal)))
            {
                told = true;
                await bench.Write(new NewEntry("clear:a-2", Actors.System, "Clear.", new Fact.AllClear("a-2")));
            }
        };

        await bench.AdvanceAsync();

        Assert.True(told);
        Assert.Equal(0, bench.ScaleOut.Sends);
        Assert.DoesNotContain((await bench.FileAsync()).Facts, f => f is Fact.Intended);
    }

    [Fact]
    public async Task A_command_that_fails_is_left_to_the_orchestration_and_what_came_before_it_is_written()
    {
        var bench = new ActivityBench();
        await bench.OpenAsync();
        bench.ScaleOut.DiesSending = true;

        var next = await bench.AdvanceAsync();

        Assert.Equal(CommandKind.Start, next.Kind);
        Assert.Contains((await bench.FileAsync()).Facts, f => f is Fact.Intended);
        Assert.DoesNotContain((await bench.FileAsync()).Facts, f => f is Fact.Started);
    }

    [Fact]
    public async Task A_commit_that_fails_once_costs_a_delivery_and_no_person_is_called()
    {
        var failures = 0;
        for (var survives = 0; ; survives++)
        {
            var bench = new ActivityBench();
            await bench.OpenAsync();
            var (left, failed) = (survives, false);
            bench.Store.BeforeCommit = (_, _) =>
            {
                var now = !failed && left-- <= 0;
                failed |= now;
                return now ? throw new IOException("The store is busy.") : Task.CompletedTask;
            };

            // As the orchestration does it: what fails is delivered again, and what is left to it is an activity of its own.
            var next = new Command(CommandKind.Done, "none");
            for (var turn = 0; turn < 10; turn++)
            {
                next = await AgainAsync(bench, bench.AdvanceAsync);
                if (next.Kind == CommandKind.Wait)
                {
                    break;
                }

                await AgainAsync(bench, () => bench.DeliverAsync(next));
            }

            if (!failed)
            {
                break;
            }

            failures++;
            Assert.Equal(("wait:operation", 1), (next.Key, bench.ScaleOut.Sends));
            Assert.DoesNotContain((await bench.FileAsync()).Facts, f => f is Fact.Refused or Fact.EscalatedTo);
        }

        Assert.True(failures >= 5, $"Only {failures} commits to fail.");
    }

    private static async Task<T> AgainAsync<T>(ActivityBench bench, Func<Task<T>> deliver)
    {
        bench.ScaleOut.Adopts = bench.ScaleOut.Sends > 0 ? AdoptOutcome.TookEffect : AdoptOutcome.NoEffect;
        try
        {
            return await deliver();
        }
        catch (IOException)
        {
            bench.ScaleOut.Adopts = bench.ScaleOut.Sends > 0 ? AdoptOutcome.TookEffect : AdoptOutcome.NoEffect;
            return await deliver();
        }
    }
}
