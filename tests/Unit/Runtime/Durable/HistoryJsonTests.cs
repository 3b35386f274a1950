using OpsAutomation.Runtime.Durable.History;

namespace OpsAutomation.Unit.Runtime.Durable;

public sealed class HistoryJsonTests
{
    [Fact]
    public void An_episode_survives_the_database_and_payloads_of_actions_stay_out_of_it()
    {
        var episode = new Episode(
            new DateTime(2026, 3, 1, 8, 0, 0, DateTimeKind.Utc),
            [
                new ExecutionStarted("1"),
                new TaskSucceeded(0, "\"ä\""),
                new TaskFailed(1, new Failure("T", "m", "at", new Failure("I", "i"), NonRetriable: true)),
                new TimerFired(2),
                new EventRaised("e", null),
                new TerminateRequested("2", true),
                new SuspendRequested("s"),
                new ResumeRequested(null),
                new InvalidAwaitSeen(),
            ],
            [
                new ActivityCalled(3, "A") { Input = "secret" },
                new TimerSet(4, new DateTime(2026, 3, 2, 8, 0, 0, DateTimeKind.Utc)),
                new TimerCancelled(4),
                new SubOrchestrationStarted(5, "S", "id") { Input = "secret" },
                new EventSent(6, "id", "e") { Input = "secret" },
                new ExecutionEnded(-1, ExecutionEnd.ContinuedAsNew) { Output = "secret" },
            ]);

        var json = HistoryJson.Write(episode);
        var read = HistoryJson.Read<Episode>(json);

        Assert.DoesNotContain("secret", json, StringComparison.Ordinal);
        Assert.Equal(episode.Time, read.Time);
        Assert.Equal(DateTimeKind.Utc, read.Time.Kind);
        Assert.Equal(episode.Received, read.Received);
        Assert.True(episode.Did.Zip(read.Did).All(static p => p.First.SameAs(p.Second)));
        Assert.Equal(json, HistoryJson.Write(read));
    }
}
