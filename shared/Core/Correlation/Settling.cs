using OpsAutomation.Core.Correlation.Standings;

namespace OpsAutomation.Core.Correlation;

/// <summary>
/// Judges the conditions of a scope again after the world changed. Pure: when nothing has changed for a condition, nothing
/// happens to it, so a scope can be settled as often as anyone likes.
/// </summary>
public static class Settling
{
    /// <summary>How long a standing lasts before it is looked at again when its rule names no time: rules may have been edited.</summary>
    public static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(5);

    /// <summary>The same for what a window or a silence hides: a silence may be cancelled at any time.</summary>
    public static readonly TimeSpan LookAgainSuppressed = TimeSpan.FromMinutes(1);

    /// <summary>The same for what a storm withholds: its end says when, at a pace of its own.</summary>
    public static readonly TimeSpan LookAgainSummarised = TimeSpan.FromHours(2);

    /// <summary>How long a condition that has ended is remembered: long enough for every late event of it, and for flapping.</summary>
    public static readonly TimeSpan RememberedFor = TimeSpan.FromDays(7);

    /// <summary>The fingerprints that have ended so long ago, and are in no open incident, that they can be forgotten.</summary>
    public static IReadOnlyList<string> Outlived(ScopeState state, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        return [.. state.Fingerprints
            .Where(f => !f.Value.Firing && f.Value.UpdatedAt + RememberedFor <= now && f.Value.LastEventAt + RememberedFor <= now
                && !(f.Value.IncidentId is { } id && state.Open.ContainsKey(id)) && Correlator.FiringIn(state, f.Key) is null)
            .Select(f => f.Key)];
    }

    /// <summary>The fingerprints that may need a decision, oldest firing first, so that which incident takes which condition never depends on storage order.</summary>
    public static IReadOnlyList<string> Candidates(ScopeState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return [.. state.Fingerprints
            .Where(f => f.Value.Firing || Correlator.FiringIn(state, f.Key) is not null)
            .OrderBy(f => f.Value.Since ?? DateTimeOffset.MinValue)
            .ThenBy(f => f.Key, StringComparer.Ordinal)
            .Select(f => f.Key)];
    }

    /// <summary>What becomes of one condition; null when everything stays.</summary>
    public static SettleDecision? Decide(ScopeState state, string fingerprint, Circumstances around)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(around);
        var known = state.Fingerprints[fingerprint];
        var incident = Correlator.FiringIn(state, fingerprint);
        if (!known.Firing)
        {
            return incident is null ? null : Release(state, fingerprint, known, incident, around);
        }

        // Firing, in no incident and not held back: its incident was closed by someone who had seen it. It stays closed.
        if (known.Newest is not { } alert || (incident is null && known.Withheld is null))
        {
            return null;
        }

        var standing = around.Judge.Judge(
            new Candidate(state, alert, known.Since ?? alert.StartsAt, incident is not null, known.Withheld), around.Climate, around.Now);
        return (standing, incident) switch
        {
            (null, null) => Tell(state, known, around),
            (null, _) => Worse(state, known, incident, around),
            (_, not null) => Withdraw(state, fingerprint, known, incident, standing, around),
            _ when standing.SameAs(known.Withheld) => Keep(state, fingerprint, known, standing),
            _ => Withhold(state, fingerprint, known, standing, around),
        };
    }

    /// <summary>When a condition must be looked at again at the latest; null when only an event can change it.</summary>
    public static DateTimeOffset? Due(ScopeState state, string fingerprint, Circumstances around)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(around);
        var known = state.Fingerprints[fingerprint];
        if (known.IsWithheld)
        {
            var again = around.Now + known.Withheld!.Kind switch
            {
                DispositionKind.Suppressed => LookAgainSuppressed,
                DispositionKind.Summarised => LookAgainSummarised,
                _ => LookAgain,
            };
            return known.Withheld.Until < again ? known.Withheld.Until : again;
        }

        if (known is { Firing: true, LookAt: { } look })
        {
            return look;
        }

        return !known.Firing && Correlator.FiringIn(state, fingerprint) is not null
            ? EventHistory.Flapping(known.History, around.Settings.Flapping, around.Now)?.Until ?? around.Now
            : null;
    }

    // It was held open while it flapped, and has been calm: now its end is told.
    private static SettleDecision? Release(ScopeState state, string fingerprint, FingerprintState known, OpenIncidentState incident, Circumstances around)
    {
        if (EventHistory.Flapping(known.History, around.Settings.Flapping, around.Now) is not null)
        {
            return null;
        }

        var endedBy = incident.Firing[fingerprint].EndedBy ?? incident.Firing[fingerprint].AlertId;
        var (next, left) = Places.Remove(state, incident, fingerprint);
        return new SettleDecision(
            null, next, left > 0 ? [] : [new CorrelationEffect.AllClear(incident.IncidentId, endedBy, "The last of its conditions had flapped, and has been calm since it ended.")]);
    }

    private static SettleDecision Tell(ScopeState state, FingerprintState known, Circumstances around)
    {
        var told = Telling.Of(known.Newest!, known.Since ?? known.Newest!.StartsAt, around);
        var alert = told.Alert;
        var before = known.Withheld!;
        var because = $"It was held back ({before.Kind}, {before.Rule}); that is over, and it still fires";
        var unless = $"{before.Unless}, it would have joined or opened an incident at once.";
        known = known with { LookAt = told.Until };
        if (Places.Home(state, alert) is { } home)
        {
            return new SettleDecision(
                new Disposition(
                    alert.Id, DispositionKind.Merged, $"{because}: {home.Incident.IncidentId} is open {home.Because}.{told.Note}", unless, home.Incident.IncidentId, around.Now),
                Places.Join(state, alert, home.Incident, known),
                [new CorrelationEffect.Join(home.Incident.IncidentId, alert, because)]);
        }

        var id = Correlator.IncidentIdFor(alert.Id, around.Now, around.Occasion);
        return new SettleDecision(
            new Disposition(
                alert.Id, DispositionKind.Opened, $"{because}: no incident is open for {Places.About(alert)}.{told.Note}", unless, id, around.Now),
            Places.Open(state, alert, id, known, around.Now),
            [new CorrelationEffect.Open(id, alert, because, told.PersonOnly)]);
    }

    // It was told with a lower severity for a time, and that is over.
    private static SettleDecision? Worse(ScopeState state, FingerprintState known, OpenIncidentState incident, Circumstances around)
    {
        var told = Telling.Of(known.Newest!, known.Since ?? known.Newest!.StartsAt, around);
        var firing = incident.Firing[told.Alert.Fingerprint];
        if (known.LookAt is null || told.Alert.Severity >= firing.Worst)
        {
            return null;
        }

        var because = $"It was told as {firing.Worst} for a time; that is over, it still fires, and it is {told.Alert.Severity}";
        return new SettleDecision(
            new Disposition(told.Alert.Id, DispositionKind.Merged, $"{because}.", "Had it ended in time, nobody would have been told again.", incident.IncidentId, around.Now),
            Places.Join(state, told.Alert, incident, known with { LookAt = told.Until }),
            [new CorrelationEffect.Join(incident.IncidentId, told.Alert, because)]);
    }

    private static SettleDecision Withdraw(ScopeState state, string fingerprint, FingerprintState known, OpenIncidentState incident, Standing standing, Circumstances around)
    {
        var (next, left) = Places.Remove(state, incident, fingerprint);
        return new SettleDecision(
            new Disposition(
                known.Newest!.Id,
                standing.Kind,
                $"It was in {incident.IncidentId} and is taken out of it. {standing.Reason}",
                $"{standing.Unless}, it would have stayed in {incident.IncidentId}.",
                standing.IncidentId,
                around.Now),
            next with { Fingerprints = next.Fingerprints.SetItem(fingerprint, known with { Withheld = standing }) },
            [.. CorrelationEffect.Note.Of(standing, known.Newest), .. left > 0 ? (CorrelationEffect[])[] : [new CorrelationEffect.AllClear(incident.IncidentId, known.Newest.Id, standing.Reason, Withdrawn: true)]]);
    }

    private static SettleDecision? Keep(ScopeState state, string fingerprint, FingerprintState known, Standing standing) => standing.Until == known.Withheld!.Until
        ? null
        : new SettleDecision(null, state with { Fingerprints = state.Fingerprints.SetItem(fingerprint, known with { Withheld = standing }) }, []);

    private static SettleDecision Withhold(ScopeState state, string fingerprint, FingerprintState known, Standing standing, Circumstances around) => new(
        new Disposition(
            known.Newest!.Id, standing.Kind, standing.Reason, Places.Otherwise(state, known.Newest, standing.Unless), standing.IncidentId, around.Now),
        state with { Fingerprints = state.Fingerprints.SetItem(fingerprint, known with { Withheld = standing }) },
        CorrelationEffect.Note.Of(standing, known.Newest));
}
