using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.ChatOps;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Core.Notifications.Channels;
using OpsAutomation.Core.Paging;
using OpsAutomation.Core.Playbooks.BuiltIn;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Functions.Hosting;
using OpsAutomation.Pages.Stories;

namespace OpsAutomation.Functions.Activities;

/// <summary>Writes notices for people and sends them through every channel; what each channel said is recorded.</summary>
public sealed class NoticeDesk(
    IncidentJournal journal, OutboxPump pump, ChannelRounds channels, OpsLinks links, ApprovalDesk approvals, LinkSigner signer, ActSigner acts,
    NoticeHolding holding, QuestionWords questions, TimeProvider clock)
{
    private const int MaxDetails = 6;

    /// <summary>Tells people that something needs one of them, outside the run of the incident.</summary>
    /// <param name="incidentId">The incident.</param>
    /// <param name="about">What it is about; told once.</param>
    /// <param name="reason">Why a person is needed, in a sentence.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <param name="first">What whoever is called needs first, or null; a headline is cut where it is long, and commands must not be.</param>
    public async Task TellAsync(
        string incidentId, string about, string reason, DurableTaskClient client, CancellationToken cancellationToken, string? first = null)
    {
        var file = await journal.RequireAsync(incidentId, cancellationToken);
        var notice = Draft(file, NoticeKind.Escalated, reason);
        await SendAsync(
            file, $"notify:{about}", first is null ? notice : notice with { Details = [first, .. notice.Details] }, lastTry: true, client, cancellationToken);
    }

    /// <summary>Tells people something that asks nothing of them, outside the run of the incident.</summary>
    public async Task InformAsync(string incidentId, string about, string what, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var file = await journal.RequireAsync(incidentId, cancellationToken);
        await SendAsync(file, $"notify:{about}", Draft(file, NoticeKind.FromPlaybook, what), lastTry: true, client, cancellationToken);
    }

    /// <summary>Sends the notice of a command.</summary>
    /// <param name="file">The incident.</param>
    /// <param name="key">Key of the journal entry.</param>
    /// <param name="kind">Why people are told.</param>
    /// <param name="stepId">For an approval: the step.</param>
    /// <param name="reason">For an escalation: why.</param>
    /// <param name="lastTry">Whether a failure must be recorded now instead of thrown.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="NotDeliveredException">A channel is down for now, and this is not the last try.</exception>
    public async Task<bool> SendAsync(
        IncidentFile file, string key, NoticeKind kind, string? stepId, string reason, bool lastTry, DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (kind == NoticeKind.ApprovalNeeded)
        {
            return await AskAsync(file, key, stepId!, lastTry, client, cancellationToken);
        }

        var notice = kind switch
        {
            NoticeKind.Escalated when ApprovalNotices.IsBreakGlass(key) => Draft(file, kind, reason) with
            {
                Urgency = Urgency.Page,
                Headline = reason,
                Details = [questions.Owner(file), .. Details(file, _ => true)],
            },
            NoticeKind.FromPlaybook => Draft(file, kind, NotifyAction.MessageOf(file, stepId!)),
            _ => Draft(file, kind, reason),
        };
        return await SendAsync(file, key, notice, lastTry, client, cancellationToken);
    }

    // Questions that wait for the same people are one message: whoever has read it has been told of each.
    private async Task<bool> AskAsync(IncidentFile file, string key, string stepId, bool lastTry, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var together = QuestionWords.Together(file, stepId, key);
        var sent = await SendAsync(file, key, Approval(file, stepId, key, together), lastTry, client, cancellationToken);
        foreach (var other in together)
        {
            await pump.AppendAsync(
                file.Head.Id,
                f => f.Facts.OfType<Fact.Notified>().LastOrDefault() is { } told
                    ? new NewEntry(ApprovalNotices.Key(ApprovalNotices.Asked(other.Asked.ApprovalId)), Actors.Automation, $"Told people about {other.Asked.StepId} in the same message.", told with { References = null })
                    : null,
                client,
                cancellationToken);
        }

        return sent;
    }

    /// <summary>Tells a level of an escalation, through every channel and once; what came of it is the caller's to record.</summary>
    /// <param name="file">The incident.</param>
    /// <param name="key">Key of the telling.</param>
    /// <param name="who">The people.</param>
    /// <param name="asWhat">In what role they are told.</param>
    /// <param name="why">Why now.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The channels that were meant for it, whether any took it, and why it waits instead, or null.</returns>
    public async Task<(string Channels, bool Delivered, string? Held)> PageAsync(
        IncidentFile file, string key, IReadOnlyList<string> who, string asWhat, string why, DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        var notice = Draft(file, NoticeKind.Escalated, why) with { Route = $"Page: {string.Join(", ", who)} ({asWhat}), because {why}" };
        if (await holding.HoldAsync(notice, key, who, cancellationToken) is { } held)
        {
            return (string.Empty, false, $"held: {held.Why}");
        }

        var round = await channels.TellAsync(Sent(notice, key, file), new Dictionary<string, Fact.ToldVia>(StringComparer.Ordinal), lastTry: true, cancellationToken);
        await KeepAsync(key, round, file.Head.Id, client, cancellationToken);
        return (string.Join(",", round.Meant.Select(a => a.Channel)), round.Delivered, null);
    }

    /// <summary>Tells the channels that somebody has the incident in hand, once for each acknowledgement: pagers stop on their own side.</summary>
    public async Task TellInHandAsync(IncidentFile file, DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        var last = file.Entries.LastOrDefault(e => e.Fact is Fact.Acknowledged);
        if (last?.Fact is Fact.Acknowledged ack && file.Head.Status is not (IncidentStatus.Resolved or IncidentStatus.Closed) && !file.Has($"notify:{last.Key}"))
        {
            await SendAsync(file, $"notify:{last.Key}", Draft(file, NoticeKind.Acknowledged, $"{ack.By} has it in hand."), lastTry: true, client, cancellationToken);
        }
    }

    /// <summary>Tells several notices in one, in the words of the gravest of their incidents; what came of it is the caller's to record.</summary>
    /// <param name="file">The incident that stands for all.</param>
    /// <param name="key">Key of the telling.</param>
    /// <param name="urgency">Page or ticket.</param>
    /// <param name="headline">What it is.</param>
    /// <param name="lines">One line for each notice.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<ChannelRound> TogetherAsync(
        IncidentFile file, string key, Urgency urgency, string headline, IReadOnlyList<string> lines, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        var notice = Draft(file, NoticeKind.Escalated, string.Empty) with { Urgency = urgency, Headline = headline, Details = lines, Acts = [], Key = key };
        return channels.TellAsync(
            notice, new Dictionary<string, Fact.ToldVia>(StringComparer.Ordinal), lastTry: true, cancellationToken, filed: urgency == Urgency.Ticket ? false : null);
    }

    private async Task<bool> SendAsync(
        IncidentFile file, string key, Notice notice, bool lastTry, DurableTaskClient client, CancellationToken cancellationToken)
    {
        Task<bool> TellNobodyAsync(string text, string why) => pump.AppendAsync(
            notice.Incident.Id,
            _ => new NewEntry(key, Actors.Automation, text, new Fact.Notified(notice.Kind.ToString(), string.Empty, false, why)),
            client,
            cancellationToken);

        if (notice is { Kind: NoticeKind.Update, Incident.Urgency: Urgency.Record })
        {
            return await TellNobodyAsync("Told nobody: the incident is only recorded.", "only recorded");
        }

        if (NoticePace.WhyWithheld(file.Facts, notice) is { } why)
        {
            return await TellNobodyAsync($"Told nobody, {why}: {notice.Headline}", why);
        }

        if (await holding.HoldAsync(notice, key, file.Facts.OfType<Fact.Routed>().LastOrDefault()?.Who ?? [], cancellationToken) is { } held)
        {
            if (notice.Urgency == Urgency.Ticket)
            {
                // An issue in a tracker wakes nobody, and each needs its own.
                var filed = await channels.TellAsync(Sent(notice, key, file), new Dictionary<string, Fact.ToldVia>(StringComparer.Ordinal), lastTry: true, cancellationToken, filed: true);
                await KeepAsync(key, filed, notice.Incident.Id, client, cancellationToken);
            }

            return await pump.AppendAsync(
                notice.Incident.Id, _ => new NewEntry(key, Actors.Automation, $"Waits until {held.Until:yyyy-MM-dd HH:mm} UTC, for {held.Why}: {notice.Headline}", held), client, cancellationToken);
        }

        var told = file.Facts.OfType<Fact.ToldVia>().Where(t => t.Notice == key).ToDictionary(t => t.Channel, StringComparer.Ordinal);
        var round = await channels.TellAsync(Sent(notice, key, file), told, lastTry, cancellationToken);
        if (!lastTry && round.Unfinished is [var unfinished, ..])
        {
            await KeepAsync(key, round, notice.Incident.Id, client, cancellationToken);
            throw new NotDeliveredException($"{unfinished.Channel}: {unfinished.Delivery.Reason}");
        }

        var references = round.References;
        return await pump.AppendAsync(
            notice.Incident.Id,
            _ => new NewEntry(
                key,
                Actors.Automation,
                round.Delivered ? $"Told people: {notice.Headline}" : $"Could not tell people ({(round.Said.Length == 0 ? "no channel is set up" : round.Said)}): {notice.Headline}",
                new Fact.Notified(notice.Kind.ToString(), string.Join(",", round.Meant.Select(a => a.Channel)), round.Delivered, round.Said) { References = references.Count > 0 ? references : null }),
            client,
            cancellationToken);
    }

    // What channels called the first message of the incident, and how much was kept back since the last.
    private static Notice Sent(Notice notice, string key, IncidentFile file)
    {
        var references = file.Facts
            .SelectMany(f => f switch
            {
                Fact.Notified { References: { } known } => known,
                Fact.ToldVia { Reference: { } reference } via => new Dictionary<string, string>(StringComparer.Ordinal) { [via.Channel] = reference },
                _ => Enumerable.Empty<KeyValuePair<string, string>>(),
            })
            .DistinctBy(r => r.Key, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
        var withheld = NoticePace.WithheldSince(file.Facts);
        return notice with
        {
            Key = key,
            References = references,
            Details = withheld == 0 ? notice.Details : [.. notice.Details, $"{withheld} further {(withheld == 1 ? "message stands" : "messages stand")} on the page of the incident alone."],
        };
    }

    // Before the next try: what a channel has is not sent to it again.
    private async Task KeepAsync(string key, ChannelRound round, string incidentId, DurableTaskClient client, CancellationToken cancellationToken)
    {
        foreach (var answer in round.Meant.Where(a => !a.Earlier && (a.Delivery.Delivered || !a.Delivery.Retry)))
        {
            await pump.AppendAsync(
                incidentId,
                _ => new NewEntry(
                    $"{key}/{answer.Channel}",
                    Actors.Automation,
                    answer.Delivery.Delivered ? $"Told people through {answer.Channel}." : $"{answer.Channel} does not take it: {answer.Delivery.Reason}",
                    new Fact.ToldVia(key, answer.Channel, answer.Delivery.Delivered, answer.Delivery.Reason, answer.Delivery.Reference)),
                client,
                cancellationToken);
        }
    }

    private Notice Draft(IncidentFile file, NoticeKind kind, string reason) => new()
    {
        Key = string.Empty,
        Kind = kind,
        Incident = file.Head,
        Urgency = UrgencyOf(file.Head),
        Route = file.Facts.OfType<Fact.Routed>().LastOrDefault() is { } r ? new RouteDecision(r.Urgency, r.Who, r.As, r.Rule, r.Reason).Sentence : null,
        Headline = kind switch
        {
            NoticeKind.Escalated => $"A person is needed: {reason}",
            NoticeKind.FromPlaybook or NoticeKind.Acknowledged => reason,
            NoticeKind.Worsened => $"It got worse: {file.Head.Title}",
            _ => $"{file.Head.Status}: {file.Head.Title}",
        },
        Details = kind == NoticeKind.Escalated && file.Head.Status == IncidentStatus.Failed ? [.. WaysBack(file), .. Details(file, _ => true)] : Details(file, _ => true),
        At = clock.GetUtcNow(),
        IncidentLink = links.Incident(file.Head.Id),
        InHand = PageState.Of(file.Entries).Acknowledged is var (ack, at) ? $"{ack.By}, since {at:HH:mm} UTC" : null,
        Acts = kind is NoticeKind.Escalated or NoticeKind.Worsened ? [.. ActsOn(file.Head)] : [],
    };

    // Of every message anew: what was done from one can be done from the next.
    private IEnumerable<NoticeAct> ActsOn(Incident head) =>
        Acts.All.Select(a => new NoticeAct(a.Word, links.Act(acts.Sign(a.Name, head.Id, $"{head.LastSequence}"))));

    // What the run could not take back is there still: the commands stand apart from the reason, which may be long.
    private static IEnumerable<string> WaysBack(IncidentFile file) =>
        UndoLedger.Of(file).Where(e => e.State is UndoState.Open or UndoState.UnderWay && e.Operation.Plan.UndoByHand is not null).Select(e => UndoWords.WayBack(e.Operation.Plan));

    // What asks a person for something is told, also of an incident that was only to be recorded; it need not wake anyone.
    private static Urgency UrgencyOf(Incident head) => head.Urgency switch
    {
        null => Urgency.Page,
        Urgency.Record => Urgency.Ticket,
        { } urgency => urgency,
    };

    // What automation did, in the words of the page: whoever is woken reads a card, not a journal.
    private IReadOnlyList<string> Details(IncidentFile file, Func<JournalEntry, bool> tell) =>
        [.. IncidentStory.Of(file with { Entries = [.. file.Entries.Where(tell)] }, clock.GetUtcNow()).Done.TakeLast(MaxDetails)];

    private static IEnumerable<string> GuardrailLine(IReadOnlyList<Verdict> verdicts)
    {
        if (verdicts.Count > 0)
        {
            var questions = verdicts.Questions();
            yield return questions.Count == 0
                ? $"Guardrails: {verdicts.Count} passed."
                : $"Guardrails: {verdicts.Count - questions.Count} passed; these want a person: {string.Join(" ", questions)}";
        }
    }

    private static IEnumerable<string> AgainLine(string? why)
    {
        if (why is not null)
        {
            yield return $"Asked again, for this is not what was shown before. {why}";
        }
    }

    private Notice Approval(IncidentFile file, string stepId, string key, IReadOnlyList<ApprovalRound> together)
    {
        var run = RunState.Of(file).Step(stepId);
        var round = run.Round ?? throw new InvalidOperationException($"Nobody is asked about '{stepId}'.");
        var planned = file.Facts.OfType<Fact.Planned>().Last(p => p.StepId == stepId && p.PlanHash == round.Asked.PlanHash);
        var token = signer.Sign(approvals.ClaimsOf(file.Head.Id, round.Asked));
        return Draft(file, NoticeKind.ApprovalNeeded, string.Empty) with
        {
            Headline = questions.Headline(round, key, planned.Plan.Summary, together.Count),

            // The plan stands in the card, and the question is the card.
            Details =
            [
                .. QuestionWords.Others(file, round, together),
                .. new[] { ScriptLook.Warning(planned.Plan.Target.ResourceId) }.OfType<string>(),
                .. AgainLine(run.WhyAgain(round.Asked.ApprovalId)),
                .. Details(file, e => e.Fact is not (Fact.Planned or Fact.Asked)),
                .. GuardrailLine(run.Verdicts),
                .. questions.Terms(round),
            ],
            Plan = planned.Plan,
            Risk = file.Pinned?.Playbook.Risk,
            Deadline = round.Asked.Deadline,
            ApproveLink = links.Approval(token, "approve"),
            RejectLink = links.Approval(token, "reject"),
        };
    }
}

/// <summary>A channel to people is down for now.</summary>
/// <param name="message">Which one and what it said, without addresses or secrets.</param>
public sealed class NotDeliveredException(string message) : Exception(message);
