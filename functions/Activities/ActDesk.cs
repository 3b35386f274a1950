using System.Globalization;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Alerts.Matching;
using OpsAutomation.Core.Calendars.Silencing;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.ChatOps;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Correlation.Recent;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Guardrails.Holds;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Paging;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Functions.Activities;

/// <summary>What people do about an incident from a message, a command or a program: one place, one set of rules.</summary>
public sealed class ActDesk(
    IncidentJournal journal, OutboxPump pump, OpsCatalog catalog, SilenceLedger silences, CalendarDesk calendar, HoldLedger holds, KillSwitch killSwitch, TimeProvider clock)
{
    private static readonly TimeSpan LongestSnooze = TimeSpan.FromDays(7);
    private static readonly TimeSpan LengthOfHold = TimeSpan.FromHours(4);

    /// <summary>Does it, once for each occasion.</summary>
    public async Task<ActResult> DoAsync(ActOrder order, DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (await journal.ReadAsync(order.IncidentId, cancellationToken) is not { } file)
        {
            return new(ActOutcome.Missing, "There is no incident of that id.");
        }

        var key = $"act:{order.Act}:{order.Occasion ?? $"at-{file.Head.LastSequence}"}";
        if (file.Entries.FirstOrDefault(e => e.Key == key || e.Key.StartsWith(key + ":", StringComparison.Ordinal)) is { } before)
        {
            return new(ActOutcome.Before, $"It was done before, at {before.At:HH:mm} UTC by {before.Actor}; a link does its work once.");
        }

        if (file.Head.Status is IncidentStatus.Resolved or IncidentStatus.Closed && order.Act != Acts.Silence)
        {
            return new(ActOutcome.Refused, $"The incident is over: {file.Head.Outcome ?? file.Head.Status.ToString()}");
        }

        return order.Act switch
        {
            Acts.Acknowledge => await AcknowledgeAsync(file, key, order, client, cancellationToken),
            Acts.Snooze => await SnoozeAsync(file, key, order, client, cancellationToken),
            Acts.Silence => await SilenceAsync(file, key, order, client, cancellationToken),
            Acts.Escalate => await EscalateAsync(file, key, order, client, cancellationToken),
            Acts.Playbook => await PlanAsync(file, key, order, client, cancellationToken),
            Acts.Stop => await StopAsync(file, key, order, client, cancellationToken),
            _ => new(ActOutcome.Invalid, $"Say one of {string.Join(", ", Acts.All.Select(a => a.Name))}.", "act"),
        };
    }

    /// <summary>What a silence for an incident would have hidden in the last day; makes nothing. Null where there is no such incident.</summary>
    public async Task<SilencePreview?> PreviewAsync(string incidentId, CancellationToken cancellationToken) =>
        await journal.ReadAsync(incidentId, cancellationToken) is { } file && AlertMatcher.Parse(Matchers(file)).Matcher is { } matcher
            ? await calendar.PreviewAsync(matcher, cancellationToken)
            : null;

    /// <summary>The playbooks that can be planned for an incident, by name.</summary>
    public IReadOnlyList<string> PlaybooksFor(Incident head)
    {
        ArgumentNullException.ThrowIfNull(head);
        var type = Core.Services.ArmId.TypeOf(head.Resource);
        return [.. catalog.Playbooks.Where(p => p.Match.ResourceType == Core.Actions.ActionDescriptor.AnyResource || string.Equals(p.Match.ResourceType, type, StringComparison.OrdinalIgnoreCase)).Select(p => p.Name)];
    }

    // What people may say from outside is what is true of the condition: its rule, and the resource or the service it is about.
    private static IReadOnlyList<string> Matchers(IncidentFile file)
    {
        var alert = file.Facts.OfType<Fact.Opened>().First().Alert;
        static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
        return alert.Resource is { } resource ? [$"rule = {Quoted(alert.Rule)}", $"resource = {Quoted(resource)}"]
            : alert.Service is { } service ? [$"rule = {Quoted(alert.Rule)}", $"service = {Quoted(service)}"]
            : [$"rule = {Quoted(alert.Rule)}", $"source = {Quoted(alert.Source)}"];
    }

    private async Task<ActResult> AcknowledgeAsync(IncidentFile file, string key, ActOrder order, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var wrote = await pump.AppendAsync(
            file.Head.Id,
            now => PageState.Of(now.Entries).Acknowledged is var (ack, _) && string.Equals(ack.By, order.User, StringComparison.OrdinalIgnoreCase)
                ? null
                : new NewEntry(key, order.User, $"{order.User} has it in hand.", new Fact.Acknowledged(order.User, order.Via)),
            client,
            cancellationToken);
        return wrote
            ? new(ActOutcome.Done, $"{order.User} has {file.Head.Id} in hand; nobody else is paged.")
            : new(ActOutcome.Before, $"{order.User} has it in hand already.");
    }

    private async Task<ActResult> SnoozeAsync(IncidentFile file, string key, ActOrder order, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (Until(order, now) is not { } until || until <= now || until - now > LongestSnooze)
        {
            return new(ActOutcome.Invalid, "Say for how long, such as 2h, or until when, such as 2026-12-01T18:00+01:00; at most 7 days from now.", "for");
        }

        return await WriteAsync(
            file, key, order, $"{order.User} snoozes it until {until:yyyy-MM-dd HH:mm} UTC: {order.Reason}", new Fact.Snoozed(until, order.User, order.Reason!),
            $"Nobody is paged for {file.Head.Id} before {until.UtcDateTime:yyyy-MM-dd HH:mm} UTC, unless it gets graver.", client, cancellationToken);
    }

    private async Task<ActResult> SilenceAsync(IncidentFile file, string key, ActOrder order, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var matchers = Matchers(file);
        var result = await silences.CreateAsync(
            new SilenceDraft(matchers, order.Reason, order.Until is null ? order.For : null, order.Until), order.User, cancellationToken);
        if (result.Silence is not { } silence)
        {
            return new(ActOutcome.Invalid, result.Problems is { Count: > 0 } problems ? string.Join(" ", problems.Select(p => p.Message)) : result.Reason, "for");
        }

        var preview = await PreviewAsync(file.Head.Id, cancellationToken);
        var said = $"Silence {silence.Id} hides {string.Join(", ", matchers)} until {silence.EndsAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC. {preview?.Text}";
        return await WriteAsync(file, key, order, $"{order.User} silences it: {said}", new Fact.Noted(said), said, client, cancellationToken) with { Preview = preview };
    }

    private async Task<ActResult> EscalateAsync(IncidentFile file, string key, ActOrder order, DurableTaskClient client, CancellationToken cancellationToken) =>
        catalog.Routing.Escalation(file.Head.Escalation) is { } policy
            ? await WriteAsync(
                file, key, order, $"{order.User} wants the next level told: {order.Reason}", new Fact.EscalationAsked(order.User, order.Reason!),
                $"The next level of {policy.Name} is told.", client, cancellationToken)
            : new(ActOutcome.Refused, "No escalation goes with this incident: it is no page, or its rule in routing.yaml names none.");

    private async Task<ActResult> PlanAsync(IncidentFile file, string key, ActOrder order, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var possible = PlaybooksFor(file.Head);
        if (order.Playbook is not { Length: > 0 } playbook || !possible.Contains(playbook, StringComparer.Ordinal))
        {
            return new(ActOutcome.Invalid, $"Say which playbook; for this incident there are {(possible.Count == 0 ? "none" : string.Join(", ", possible))}.", "playbook");
        }

        var now = clock.GetUtcNow();
        var id = Acts.PlanId(file.Head.Id, key, playbook, now);
        var open = new OpenIncident(
            id, $"asked-{id}", file.Facts.OfType<Fact.Opened>().First().Alert, now, Wanted: new AskedPlaybook(playbook, order.User, file.Head.Id, order.Reason!));
        var said = $"{id} plans {playbook} and asks for an approval; nothing runs before.";
        return await WriteAsync(
            file, key, order, $"{order.User} wants {playbook} planned: {order.Reason} {said}", new Fact.Noted(said), said, client, cancellationToken,
            [new OutboxItem(ScopeOutbox.OpenIncident, $"asked-{id}", OpsJson.Write(open))]);
    }

    private async Task<ActResult> StopAsync(IncidentFile file, string key, ActOrder order, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (order.Everything)
        {
            await killSwitch.SetAsync(true, order.User, order.Reason!, cancellationToken);
            return await WriteAsync(
                file, key, order, $"{order.User} stopped all automation: {order.Reason}", new Fact.Noted("The kill switch is on."),
                "The kill switch is on: nothing is sent that changes anything, for any incident.", client, cancellationToken);
        }

        // Who takes it from automation has it in hand: nobody else need be woken for that.
        await pump.AppendAsync(file.Head.Id, _ => new NewEntry($"{key}:hand", order.User, $"{order.User} has it in hand.", new Fact.Acknowledged(order.User, order.Via)), client, cancellationToken);
        var end = clock.GetUtcNow() + (DurationText.Parse(order.For ?? string.Empty) is { } length && length <= Hold.Longest ? length : LengthOfHold);
        var hold = file.Head.Resource is { } resource ? await holds.PlaceAsync(resource, end, order.User, order.Reason, cancellationToken) : null;
        var kept = hold is null ? "It names no resource to hold." : hold.Hold is null ? $"The resource is not held: {hold.Reason}" : $"Its resource is held until {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC.";
        var wrote = await pump.AppendAsync(
            file.Head.Id,
            now => now.Head.Status is IncidentStatus.Escalated or IncidentStatus.Failed || !IncidentTransitions.Allows(now.Head.Status, IncidentStatus.Escalated)
                ? new NewEntry(key, order.User, $"{order.User} stopped automation: {order.Reason} {kept}", new Fact.Noted(kept))
                : new NewEntry(
                    key, order.User, $"{order.User} stopped automation: {order.Reason} {kept}", new Fact.EscalatedTo($"{order.User} stopped automation: {order.Reason}"), IncidentStatus.Escalated),
            client,
            cancellationToken);
        return new(wrote ? ActOutcome.Done : ActOutcome.Before, $"Automation begins nothing more for {file.Head.Id}; what is under way is looked after to its end. {kept}");
    }

    private async Task<ActResult> WriteAsync(
        IncidentFile file, string key, ActOrder order, string text, Fact fact, string said, DurableTaskClient client, CancellationToken cancellationToken, IReadOnlyList<OutboxItem>? outbox = null) =>
        await pump.AppendAsync(file.Head.Id, _ => new NewEntry(key, order.User, text, fact, Outbox: outbox), client, cancellationToken)
            ? new(ActOutcome.Done, said)
            : new(ActOutcome.Before, "It was done before; a link does its work once.");

    // A time without an offset means another moment on every machine.
    private static DateTimeOffset? Until(ActOrder order, DateTimeOffset now) => (order.Until, order.For) switch
    {
        ({ Length: > 0 } text, _) when DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until) => until,
        (null or "", { } text) when DurationText.Parse(text) is { } length && length <= LongestSnooze => now + length,
        _ => null,
    };
}
