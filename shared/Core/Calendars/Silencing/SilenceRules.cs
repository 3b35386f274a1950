using System.Globalization;
using System.Text.RegularExpressions;
using OpsAutomation.Core.Alerts.Matching;
using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Calendars.Silencing;

/// <summary>Makes a silence of a draft, or tells everything that is wrong with it.</summary>
public static partial class SilenceRules
{
    /// <summary>The longest reason in characters.</summary>
    public const int MaxReason = 1000;

    /// <summary>Checks a draft.</summary>
    /// <returns>The silence, or null and every problem.</returns>
    public static (Silence? Silence, IReadOnlyList<SilenceProblem> Problems) Check(SilenceDraft draft, string user, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentException.ThrowIfNullOrWhiteSpace(user);
        var problems = new List<SilenceProblem>();
        var matcher = Matcher(draft.Matchers ?? [], problems);
        var reason = draft.Reason?.Trim() ?? string.Empty;
        if (reason.Length is 0 or > MaxReason)
        {
            problems.Add(new SilenceProblem("reason", $"Say why, in 1 to {MaxReason} characters; whoever is not paged will read it."));
        }

        if (draft.Id is not null && !Name().IsMatch(draft.Id))
        {
            problems.Add(new SilenceProblem("id", "An id has letters, digits, dashes and dots, at most 60."));
        }

        var (start, end) = Times(draft, now, problems);
        return problems.Count > 0 ? (null, problems) : (new Silence
        {
            Id = draft.Id ?? SilenceIds.Of(user, matcher!.Texts, draft, now, 0),
            Matchers = matcher!.Texts,
            StartsAt = start,
            EndsAt = end,
            CreatedBy = user,
            Reason = reason,
            CreatedAt = now,
        }, []);
    }

    /// <summary>The matcher of conditions that may hide alerts, or null after adding the problems.</summary>
    public static AlertMatcher? Matcher(IReadOnlyList<string> texts, ICollection<SilenceProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(problems);
        var result = AlertMatcher.Parse([.. texts.Select(t => t ?? string.Empty)]);
        foreach (var error in result.Errors)
        {
            problems.Add(new SilenceProblem(FormattableString.Invariant($"matchers[{error.Index}]"), FormattableString.Invariant($"{error.Message} (character {error.Column + 1})")));
        }

        if (result.Matcher?.MatchesEverything != true)
        {
            return result.Matcher;
        }

        problems.Add(new SilenceProblem("matchers", "These conditions fit nearly every alert: say at least one thing that must be there, such as service = shop-web."));
        return null;
    }

    private static (DateTimeOffset Start, DateTimeOffset End) Times(SilenceDraft draft, DateTimeOffset now, List<SilenceProblem> problems)
    {
        var start = Time(draft.StartsAt, "startsAt", problems) ?? now;

        // What has come cannot be hidden any more.
        start = start < now ? now : start;
        if (start > now + Silence.Longest)
        {
            problems.Add(new SilenceProblem("startsAt", $"A silence begins within {Silence.Longest.TotalDays:0} days; plan a window in calendars.yaml instead."));
        }

        if (string.IsNullOrEmpty(draft.For) == string.IsNullOrEmpty(draft.EndsAt))
        {
            problems.Add(new SilenceProblem("endsAt", "Say how long with 'for', such as 2h, or until when with 'endsAt': a silence always ends."));
            return (start, start);
        }

        var end = Time(draft.EndsAt, "endsAt", problems);
        if (!string.IsNullOrEmpty(draft.For))
        {
            var length = DurationText.Parse(draft.For);
            if (length is null)
            {
                problems.Add(new SilenceProblem("for", $"'{draft.For}' is no duration; write 90m, 2h or 3d."));
            }

            end = length is { } fine && fine <= Silence.Longest ? start + fine : length is null ? null : DateTimeOffset.MaxValue;
        }

        if (end <= start)
        {
            problems.Add(new SilenceProblem("endsAt", "It would end before it begins, or is over already."));
        }
        else if (end - start > Silence.Longest)
        {
            problems.Add(new SilenceProblem(string.IsNullOrEmpty(draft.For) ? "endsAt" : "for", $"A silence lasts at most {Silence.Longest.TotalDays:0} days; what must be quiet for longer is a window in calendars.yaml."));
        }

        return (start, end ?? start);
    }

    private static DateTimeOffset? Time(string? text, string field, List<SilenceProblem> problems)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (text.Length <= 40 && HasOffset().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time.ToUniversalTime();
        }

        problems.Add(new SilenceProblem(field, $"'{text}' is no time with an offset; write 2026-11-24T14:00Z or 2026-11-24T15:00+01:00."));
        return null;
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9.-]{0,59}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HasOffset();
}
