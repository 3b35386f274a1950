using OpsAutomation.Cli.Rehearsing;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Rehearsals;

/// <summary>The same seed tells the same story; other seeds come to the same end.</summary>
public sealed class Repeatable
{
    [Theory]
    [MemberData(nameof(Playbooks.Both), MemberType = typeof(Playbooks))]
    public async Task The_same_seed_gives_the_same_journal_to_the_tick(string sample) =>
        Assert.Equal(await StoryAsync(sample, 7), await StoryAsync(sample, 7));

    [Fact]
    public async Task Five_seeds_come_to_the_same_end()
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            await using var shop = await Rehearsal.On("shop", new RehearsalSettings { Seed = seed });
            await shop.Remedy(Playbooks.ScaleOut);
            Assert.Equal(4, await shop.Azure.CapacityAsync(RehearsedAzure.Web));
            Assert.Single(await shop.Azure.ChangesAsync());
        }
    }

    private static async Task<string> StoryAsync(string sample, int seed)
    {
        await using var shop = await Rehearsal.On("shop", new RehearsalSettings { Seed = seed });
        var incident = await shop.Remedy(sample);
        return string.Join(Environment.NewLine, incident.Entries.Select(e => $"{e.At:O} {e.Key} {e.Text}"));
    }
}
