using OpsAutomation.Cli.Rehearsing;
using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Rehearsals;

/// <summary>Killed at any moment and started again on what was left, the run comes to the same end, with one change sent.</summary>
public sealed class Crashes
{
    // A sample, since each one is a whole run; which ones is left to the seed and told when one fails.
    private const int Sample = 5;

    [Fact]
    public async Task A_killed_scale_out_ends_at_the_planned_capacity_with_one_change_sent()
    {
        await using var first = await Rehearsal.On("shop", new RehearsalSettings { KeepImages = true });
        await first.Remedy(Playbooks.ScaleOut);
        foreach (var image in Chosen(first.Images, "PATCH answered by management.azure.com"))
        {
            await using var shop = await Rehearsal.Resume(image, "shop");
            var incident = await shop.Until(IncidentStatus.Closed);
            Assert.True(await shop.Azure.CapacityAsync(RehearsedAzure.Web) == 4, $"{image.Moment}\n{Rehearsal.Story(incident)}");
            Assert.True((await shop.Azure.ChangesAsync()).Count == 1, $"{image.Moment}\n{Rehearsal.Story(incident)}");
            Assert.Empty(await shop.Part<GuardrailLedger>().LeasesAsync());
            Assert.Null(AuditChain.Verify(incident.Entries, incident.Head));
        }
    }

    [Fact]
    public async Task A_killed_restart_happens_once_or_a_person_is_asked_what_became_of_it()
    {
        await using var first = await Rehearsal.On("shop", new RehearsalSettings { KeepImages = true });
        await first.Remedy(Playbooks.Restart);
        foreach (var image in Chosen(first.Images, "POST answered by management.azure.com"))
        {
            await using var shop = await Rehearsal.Resume(image, "shop");
            var incident = await shop.Until(f => Ended(f) || Rehearsal.Asks(f), "question or end");
            if (!Ended(incident))
            {
                await shop.Decide("ana", "approve");
                incident = await shop.Until(Ended, "end");
            }

            // A restart leaves no trace to read at once: sent or not, in doubt, a person decides; never twice.
            var sent = (await shop.Azure.ChangesAsync()).Count;
            Assert.True(
                incident.Head.Status == IncidentStatus.Closed ? sent == 1 : sent <= 1 && Rehearsal.Story(incident).Contains("cannot be told", StringComparison.Ordinal),
                $"{image.Moment}: {sent} sent\n{Rehearsal.Story(incident)}");
            Assert.Null(AuditChain.Verify(incident.Entries, incident.Head));
        }
    }

    [Fact]
    public async Task A_giving_back_that_is_killed_ends_at_the_prior_capacity_with_one_change_each_way()
    {
        await using var first = await Rehearsal.On("shop-falling", new RehearsalSettings { KeepImages = true });
        await first.Fire(Playbooks.ScaleOut);
        await first.Until(GivenBack, "end of the expiry");
        foreach (var image in Chosen([.. first.Images.Where(i => i.At > Rehearsal.Start + TimeSpan.FromHours(1))], "PATCH answered by management.azure.com"))
        {
            await using var shop = await Rehearsal.Resume(image, "shop-falling");
            var incident = await shop.Until(GivenBack, "end of the expiry");
            var sent = (await shop.Azure.ChangesAsync()).Count;
            Assert.True(await shop.Azure.CapacityAsync(RehearsedAzure.Web) == 2 && sent == 2, $"{image.Moment}: {sent} sent\n{Rehearsal.Story(incident)}");
            Assert.Empty(await shop.Part<GuardrailLedger>().LeasesAsync());
            Assert.Null(AuditChain.Verify(incident.Entries, incident.Head));
        }
    }

    private static bool GivenBack(IncidentFile file) => file.Facts.OfType<Fact.Expiry>().Any(x => x.What is Fact.Ended);

    private static bool Ended(IncidentFile file) => file.Head.Status is IncidentStatus.Closed or IncidentStatus.Escalated;

    // The gap between Azure's answer and our record, the moments around it, and some of the others.
    private static IEnumerable<CrashImage> Chosen(IReadOnlyList<CrashImage> images, string sent)
    {
        var at = images.ToList().FindIndex(i => i.Moment.Contains(sent, StringComparison.Ordinal));
        Assert.True(at > 0, "Nothing was sent.");
        var random = new DeterministicChoice(images.Count);
        return new[] { at - 1, at, at + 1 }.Concat(Enumerable.Range(0, Sample - 3).Select(random.Next)).Distinct().Order().Select(i => images[i]);
    }

    // Spread over the whole run by the golden ratio: no two close to each other, and the same in every run.
    private sealed class DeterministicChoice(int count)
    {
        public int Next(int i) => (int)(((i + 1) * 0.6180339887) % 1 * count);
    }
}
