namespace OpsAutomation.Testing.Systems.Processes;

/// <summary>
/// Passes minutes for a system in another process: its clock is pushed on by little, and the journal must come to rest
/// before it is pushed again, so that a busy machine does not make deadlines pass unheard.
/// </summary>
public static class VirtualMinutes
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(60);

    /// <summary>Passes time until an incident is closed.</summary>
    /// <exception cref="InvalidOperationException">It ended otherwise, or not within an hour; the journal is in the message.</exception>
    public static async Task<IncidentStory> RunUntilClosedAsync(this OpsProcess ops, string incidentId)
    {
        ArgumentNullException.ThrowIfNull(ops);
        var story = await Eventually.GetAsync($"incident {incidentId}", () => ops.Api.IncidentAsync(incidentId));
        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromHours(1); passed += Step)
        {
            if (story.Status == "Closed")
            {
                return story;
            }

            if (story.WentWrong)
            {
                break;
            }

            await ops.Sim.AdvanceAsync(Step);
            story = await SettleAsync(ops, incidentId);
        }

        throw new InvalidOperationException($"The incident was not closed.\n{story.Journal}\n{ops.Output}");
    }

    /// <summary>Waits until the journal has stood still for two looks.</summary>
    public static async Task<IncidentStory> SettleAsync(OpsProcess ops, string incidentId)
    {
        ArgumentNullException.ThrowIfNull(ops);
        var last = -1;
        return await Eventually.GetAsync(
            "the journal comes to rest",
            async () =>
            {
                var story = await ops.Api.IncidentAsync(incidentId);
                var still = story?.LastSequence == last;
                last = story?.LastSequence ?? last;
                return still ? story : null;
            },
            Rest);
    }
}
