using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.OnCall;
using OpsAutomation.Core.Paging;

namespace OpsAutomation.Functions.Activities;

/// <summary>Looks after the pages of an incident once: tells the level that is due, and says when to look again.</summary>
public sealed class LookAfterPage(IncidentJournal journal, OutboxPump pump, NoticeDesk notices, OpsCatalog catalog, TimeProvider clock)
{
    // More steps than this in one look cannot be meant: a telling, its record, and a page that begins anew.
    private const int MostSteps = 8;

    // What ends a page besides a person does not wake anybody; it is seen then, and before every telling.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(6);

    /// <summary>Looks once.</summary>
    /// <returns>When to look again; null when nothing is left to do.</returns>
    [Function(nameof(LookAfterPage))]
    public async Task<DateTimeOffset?> Run([ActivityTrigger] PageOrder order, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        for (var i = 0; i < MostSteps; i++)
        {
            var file = await journal.RequireAsync(order.IncidentId, cancellationToken);
            await notices.TellInHandAsync(file, client, cancellationToken);
            var state = PageState.Of(file.Entries);
            var policy = catalog.Routing.Escalation(state.Policy);
            switch (PageFlow.Next(state, policy, clock.GetUtcNow()))
            {
                case PageStep.Wait wait:
                    var latest = clock.GetUtcNow() + Longest;
                    return wait.Until < latest ? wait.Until : latest;
                case PageStep.Hand hand:
                    await HandAsync(file, hand, state, policy!, client, cancellationToken);
                    break;
                case PageStep.GiveUp up:
                    var text = $"Nobody acknowledged page {up.Page}: every level of {policy!.Name} was told {policy.Repeat + 1} time(s). It stays with whoever looks.";
                    await pump.AppendAsync(
                        order.IncidentId, _ => new NewEntry($"page:{up.Page}:unanswered", Actors.Automation, text, new Fact.PageUnanswered(up.Page, policy.Name)), client, cancellationToken);
                    break;
                default:
                    return null;
            }
        }

        return clock.GetUtcNow() + TimeSpan.FromMinutes(1);
    }

    private async Task HandAsync(
        IncidentFile file, PageStep.Hand hand, PageState state, EscalationPolicy policy, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var service = file.Head.Service is { } name ? catalog.Services.ByName(name) : null;
        var who = catalog.Routing.People(policy.Levels[hand.Level - 1], service, clock.GetUtcNow());
        var key = $"page:{hand.Page}:{hand.Telling}";
        var (channels, delivered, held) = hand.Told && state.First?.Fact is Fact.Notified first
            ? (first.Channel, first.Delivered, null)
            : await notices.PageAsync(file, key, who, $"level {hand.Level} of {policy.Name}", hand.Why, client, cancellationToken);
        var what = held ?? (delivered ? $"by {channels}" : channels.Length == 0 ? "no channel is set up" : $"no channel took it ({channels})");
        await pump.AppendAsync(
            file.Head.Id,
            _ => new NewEntry(
                key,
                Actors.Automation,
                $"Paged level {hand.Level} of {policy.Name}: {string.Join(", ", who)}, {what}. {hand.Why}",
                new Fact.Paged(hand.Page, hand.Telling, hand.Level, who, policy.Name, hand.Why, channels, delivered)),
            client,
            cancellationToken);
    }
}
