using OpsAutomation.Cli.Rehearsing.Observing;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Cli.Rehearsing.Campaigns;

/// <summary>The people of a campaign: they approve, reject, say nothing, answer twice, and close what they were handed.</summary>
/// <param name="world">Where they live.</param>
/// <param name="draw">Chance.</param>
/// <param name="tally">Where it is counted.</param>
internal sealed class CampaignPeople(CampaignWorld world, DrawSource draw, CampaignTally tally)
{
    private static readonly string[] All = ["ana", "ben", "maria"];

    /// <summary>People answer a question, or do not. Each is asked once, until there are enough.</summary>
    public async Task AnswerAsync(Incident head, Fact.Asked question, IReadOnlyList<string> decided)
    {
        if (draw.Next(20) == 0)
        {
            tally.Count("nobody answered");
            return;
        }

        // A reminder or a further level asks again; whoever has answered has.
        var left = All.Except(decided, StringComparer.Ordinal).ToArray();
        if (left.Length == 0)
        {
            tally.Count("everybody had answered");
            return;
        }

        var person = draw.Of(left);
        var decision = draw.Next(14) == 0 ? "reject" : "approve";
        if (decision == "approve" && head.Resource is { } resource)
        {
            await world.OrderAsync(OrderKind.Approved, resource, by: person);
        }

        if (await DecideAsync(head, person, decision))
        {
            tally.Count(decision == "reject" ? "rejected" : question.Quorum > 1 ? "approved as one of two" : "approved");
        }

        // The same person again counts once.
        if (draw.Next(8) == 0)
        {
            tally.Count("answered twice");
            await DecideAsync(head, person, decision);
        }
    }

    /// <summary>A person ends what was handed over.</summary>
    public async Task CloseAsync(string incident)
    {
        try
        {
            await world.Rehearsal.LetAsync(world.Rehearsal.Post($"api/incidents/{incident}/close", new { user = "ana", reason = "Done by hand, as the campaign draws." }));
            tally.Count("closed by a person");
        }
        catch (RehearsalException)
        {
            // Another alert came meanwhile, or it ended by itself.
            tally.Count("not closed by a person");
        }
    }

    private async Task<bool> DecideAsync(Incident head, string person, string decision)
    {
        try
        {
            await world.Rehearsal.Decide(head.Id, person, decision);
            return true;
        }
        catch (RehearsalException)
        {
            tally.Count("decision not accepted");
            return false;
        }
    }
}
