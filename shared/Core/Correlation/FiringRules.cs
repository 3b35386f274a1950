using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation.Standings;

namespace OpsAutomation.Core.Correlation;

/// <summary>
/// A condition holds: it repeats what is known, is kept back by a rule, joins what is open, or opens an incident. A closed
/// incident is not in the state at all, so it swallows nothing (keep#2481); two resources under one rule have two
/// fingerprints, so neither hides the other (sre-agent#274).
/// </summary>
internal static class FiringRules
{
    public static CorrelationDecision Decide(ScopeState state, Alert alert, Circumstances around)
    {
        var known = state.Fingerprints.GetValueOrDefault(alert.Fingerprint);
        if (known is { Firing: false } && Correlator.EventTime(alert) <= known.LastEventAt)
        {
            return Late(state, alert, known, around.Now);
        }

        var next = FingerprintState.Fired(known, alert, around.Now);
        state = state with { Fingerprints = state.Fingerprints.SetItem(alert.Fingerprint, next) };
        if (Correlator.FiringIn(state, alert.Fingerprint) is { } same)
        {
            return Repeat(state, alert, same, next, around);
        }

        if (next.Withheld is { } before && !ReferenceEquals(next.Newest, alert))
        {
            // It came late: what became of the newest alert of its condition stands.
            return Withhold(state, alert, before, next, around.Now);
        }

        return around.Judge.Judge(new Candidate(state, alert, next.Since!.Value, InIncident: false, next.Withheld), around.Climate, around.Now) is { } standing
            ? Withhold(state, alert, standing, next, around.Now)
            : Tell(state, alert, next, around);
    }

    // The end of this firing is known already: there is nothing left to mend, and nobody should be woken for it.
    private static CorrelationDecision Late(ScopeState state, Alert alert, FingerprintState known, DateTimeOffset now)
    {
        var incident = known.IncidentId is { } id ? state.Open.GetValueOrDefault(id) : null;
        return new CorrelationDecision(
            new Disposition(
                alert.Id,
                DispositionKind.Resolved,
                $"It arrived late: it began at {Correlator.Time(alert.StartsAt)}, and the same condition ended at {Correlator.Time(known.LastEventAt)}. It opens nothing.",
                "Had it arrived before its end, it would have opened or joined an incident.",
                incident?.IncidentId,
                now),
            state with { Fingerprints = state.Fingerprints.SetItem(alert.Fingerprint, known.Late(alert)) },
            []);
    }

    private static CorrelationDecision Repeat(ScopeState state, Alert alert, OpenIncidentState incident, FingerprintState next, Circumstances around)
    {
        var firing = incident.Firing[alert.Fingerprint];
        var told = Telling.Of(alert, next.Since!.Value, around);
        if (told.Alert.Severity < firing.Worst)
        {
            return Worse(state, told, incident, firing, next, around.Now);
        }

        // It was held open while it flapped, so nobody was told of the end, and nobody is told of this beginning.
        state = firing.EndedBy is null ? state : Places.Set(state, incident, alert.Fingerprint, firing with { EndedBy = null });
        incident = state.Open[incident.IncidentId];
        var flaps = EventHistory.Flapping(next.History, around.Settings.Flapping, around.Now);
        return new CorrelationDecision(
            flaps is { } f
                ? new Disposition(
                    alert.Id,
                    DispositionKind.Held,
                    $"Its condition flaps ({f.Changes} changes between firing and resolved within {Text(around.Settings.Flapping!.Within)}); {incident.IncidentId} is held open until it has been calm, at the earliest until {Correlator.Time(f.Until)}.",
                    "If it had not been flapping, it would have been told as a new firing of that incident.",
                    incident.IncidentId,
                    around.Now)
                : new Disposition(
                    alert.Id,
                    DispositionKind.Deduplicated,
                    $"The same condition fires in {incident.IncidentId} already, since {Correlator.Time(firing.Since)} (alert {firing.AlertId}).",
                    "If that one had been resolved, it would have joined the incident as a new firing.",
                    incident.IncidentId,
                    around.Now),
            state with
            {
                Open = state.Open.SetItem(incident.IncidentId, incident with { Repeats = incident.Repeats + 1 }),
                Fingerprints = state.Fingerprints.SetItem(alert.Fingerprint, next with { IncidentId = incident.IncidentId, Withheld = null }),
            },
            []);
    }

    // A repeat is no news; a repeat that is graver is.
    private static CorrelationDecision Worse(ScopeState state, Telling told, OpenIncidentState incident, FiringState firing, FingerprintState next, DateTimeOffset now)
    {
        var alert = told.Alert;
        var because = $"It was {firing.Worst} and is {alert.Severity} now";
        return new CorrelationDecision(
            new Disposition(
                alert.Id,
                DispositionKind.Merged,
                $"The same condition fires in {incident.IncidentId} already, but it got worse: it was {firing.Worst} and is {alert.Severity} now, so it is told again.{told.Note}",
                "Had its severity not risen, it would have been a repeat that nobody is told of.",
                incident.IncidentId,
                now),
            Places.Join(state, alert, incident, next with { LookAt = told.Until }),
            [new CorrelationEffect.Join(incident.IncidentId, alert, because)]);
    }

    private static CorrelationDecision Withhold(ScopeState state, Alert alert, Standing standing, FingerprintState next, DateTimeOffset now) => new(
        new Disposition(alert.Id, standing.Kind, standing.Reason, Places.Otherwise(state, alert, standing.Unless), standing.IncidentId, now),
        state with { Fingerprints = state.Fingerprints.SetItem(alert.Fingerprint, next with { Withheld = standing }) },
        standing.SameAs(next.Withheld) && EchoRule.AcknowledgementOf(standing, alert) is null ? [] : CorrelationEffect.Note.Of(standing, alert));

    private static CorrelationDecision Tell(ScopeState state, Alert alert, FingerprintState next, Circumstances around)
    {
        var told = Telling.Of(alert, next.Since!.Value, around);
        next = next with { LookAt = told.Until };
        if (Places.Home(state, alert) is { } home)
        {
            return new CorrelationDecision(
                new Disposition(
                    alert.Id,
                    DispositionKind.Merged,
                    $"{home.Incident.IncidentId} is open {home.Because}.{told.Note}",
                    "If that incident had been closed, it would have opened one of its own.",
                    home.Incident.IncidentId,
                    around.Now),
                Places.Join(state, told.Alert, home.Incident, next),
                [new CorrelationEffect.Join(home.Incident.IncidentId, told.Alert)]);
        }

        var id = Correlator.IncidentIdFor(alert.Id, around.Now);
        return new CorrelationDecision(
            new Disposition(
                alert.Id,
                DispositionKind.Opened,
                $"No incident is open for {Places.About(alert)}.{told.Note}{(told.PersonOnly is { } only ? $" {only}." : string.Empty)}",
                "If one had been open for the same service or resource, it would have joined that.",
                id,
                around.Now),
            Places.Open(state, told.Alert, id, next, around.Now),
            [new CorrelationEffect.Open(id, told.Alert, PersonOnly: told.PersonOnly)]);
    }

    private static string Text(TimeSpan time) => time.TotalMinutes >= 1 ? $"{time.TotalMinutes:0.#} minutes" : $"{time.TotalSeconds:0} seconds";
}
