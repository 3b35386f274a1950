namespace OpsAutomation.Testing.Systems.Processes;

/// <summary>
/// Passes minutes for a system in another process: its clock is pushed on by little, and nothing may be at work when it is
/// pushed, so that a slow machine makes no request time out and lets no deadline pass unheard.
/// </summary>
public static class VirtualMinutes
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    // Between two looks: long enough for a timer that fired to become work.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(20);

    /// <summary>Passes time until an incident is closed.</summary>
    /// <exception cref="InvalidOperationException">It ended otherwise, or not within an hour; the journal is in the message.</exception>
    public static async Task<IncidentStory> RunUntilClosedAsync(this OpsProcess ops, string incidentId)
    {
        ArgumentNullException.ThrowIfNull(ops);
        for (var passed = TimeSpan.Zero; ; passed += Step)
        {
            var story = await ops.SettleAsync(incidentId);
            if (story.Status == "Closed")
            {
                return story;
            }

            if (story.WentWrong || passed > TimeSpan.FromHours(1))
            {
                throw new InvalidOperationException($"The incident was not closed.\n{story.Journal}\n{ops.Output}");
            }

            await ops.PassAsync(Step);
        }
    }

    /// <summary>Passes time once nothing is at work.</summary>
    public static async Task PassAsync(this OpsProcess ops, TimeSpan time)
    {
        ArgumentNullException.ThrowIfNull(ops);
        await ops.RestAsync();
        await ops.Sim.AdvanceAsync(time);
    }

    /// <summary>Waits until nothing is at work and an incident's journal stands still.</summary>
    public static async Task<IncidentStory> SettleAsync(this OpsProcess ops, string incidentId)
    {
        ArgumentNullException.ThrowIfNull(ops);
        var last = -1;
        return await Eventually.GetAsync(
            $"the journal of {incidentId} comes to rest",
            async () =>
            {
                await ops.RestAsync();
                var story = await ops.Api.IncidentAsync(incidentId);
                var still = story is not null && story.LastSequence == last;
                last = story?.LastSequence ?? last;
                return still ? story : null;
            },
            Rest);
    }

    private static async Task RestAsync(this OpsProcess ops)
    {
        // The look itself is a request, so two in a row that see nothing else mean that nothing was between them.
        var calm = 0;
        await Eventually.BeAsync(
            "nothing is at work",
            async () =>
            {
                calm = await ops.Sim.AtWorkAsync() == 0 ? calm + 1 : 0;
                return calm == 2;
            },
            Rest);
    }
}
