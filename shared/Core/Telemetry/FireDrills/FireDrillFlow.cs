using System.Globalization;

namespace OpsAutomation.Core.Telemetry.FireDrills;

/// <summary>What is done about a drill next.</summary>
public enum FireDrillStep
{
    /// <summary>Nothing yet.</summary>
    Wait,

    /// <summary>People are told.</summary>
    Tell,

    /// <summary>The action that changes nothing is carried out and verified.</summary>
    Act,

    /// <summary>It is over.</summary>
    End,
}

/// <summary>Says what is done about a drill next, and judges one that is over. Pure.</summary>
public static class FireDrillFlow
{
    /// <summary>The next step.</summary>
    public static FireDrillStep Next(FireDrillRun run, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run switch
        {
            { EndedAt: not null } => FireDrillStep.Wait,
            { ToldAt: null, DisposedAt: not null } => FireDrillStep.Tell,
            { ToldAt: null } => now < run.SentAt + run.Within.Delivered ? FireDrillStep.Wait : FireDrillStep.End,
            { Approved: true, ActedAt: null } => FireDrillStep.Act,
            { DecidedAt: not null } => FireDrillStep.End,
            { ToldAt: { } told } => now >= told + run.Within.Decided || !run.Deliveries.Any(d => d.Delivered) ? FireDrillStep.End : FireDrillStep.Wait,
        };
    }

    /// <summary>What went wrong with a drill that is over; empty for a good one.</summary>
    public static IReadOnlyList<string> Problems(FireDrillRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var problems = new List<string>();
        if (run.DisposedAt is null)
        {
            problems.Add($"Its alert had no disposition within {Words(run.Within.Delivered)}.");
            return problems;
        }

        if (run.Deliveries.Count == 0)
        {
            problems.Add("No channel that it names is set up.");
        }

        problems.AddRange(run.Deliveries.Where(d => !d.Delivered).Select(d => $"The channel '{d.Channel}' does not take messages: {d.Reason}"));
        if (run.Deliveries.Any(d => d.Delivered))
        {
            problems.AddRange(Answers(run));
        }

        return problems;
    }

    private static IEnumerable<string> Answers(FireDrillRun run)
    {
        var people = string.Join(", ", run.People);
        if (run.SecondsToDelivery is { } seconds && seconds > run.Within.Delivered.TotalSeconds)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"The message was delivered after {seconds:0} s; {Words(run.Within.Delivered)} are allowed.");
        }

        // Who decides has seen it.
        var seen = run.AcknowledgedAt is { } at && (run.DecidedAt is null || at < run.DecidedAt) ? at : run.DecidedAt;
        if (seen is null || seen - run.ToldAt > run.Within.Acknowledged)
        {
            yield return $"Nobody acknowledged it within {Words(run.Within.Acknowledged)}: {people}.";
        }

        if (run.DecidedAt is null || run.SecondsToDecision > run.Within.Decided.TotalSeconds)
        {
            yield return $"Nobody decided within {Words(run.Within.Decided)}: {people}.";
        }
        else if (run is { Approved: true, VerifiedAt: null })
        {
            yield return "The action that changes nothing could not be verified.";
        }
    }

    private static string Words(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0.#} min");
}
