using System.Globalization;
using Cronos;
using Microsoft.Extensions.Configuration;

namespace OpsAutomation.Runtime.Timers;

/// <summary>When a timer runs: an NCRONTAB expression of six fields (five are accepted, at second 0), or a TimeSpan.</summary>
public sealed class TimerSchedule
{
    private readonly CronExpression? _cron;
    private readonly TimeSpan _interval;

    private TimerSchedule(string text, CronExpression? cron, TimeSpan interval)
    {
        Text = text;
        _cron = cron;
        _interval = interval;
    }

    /// <summary>The schedule as it is in force, settings resolved.</summary>
    public string Text { get; }

    /// <summary>Reads a schedule.</summary>
    /// <param name="text">The schedule as written; <c>%Name%</c> stands for the setting of that name.</param>
    /// <param name="configuration">The settings.</param>
    /// <param name="schedule">The schedule; null when there is a problem.</param>
    /// <returns>What is wrong, as a part of a sentence; null when all is well.</returns>
    public static string? TryParse(string text, IConfiguration configuration, out TimerSchedule? schedule)
    {
        schedule = null;
        var trimmed = text.Trim();
        if (trimmed.Length > 2 && trimmed[0] == '%' && trimmed[^1] == '%')
        {
            var setting = trimmed[1..^1];
            if (configuration[setting] is not { Length: > 0 } value)
            {
                return $"the setting '{setting}' that holds the schedule is missing";
            }

            trimmed = value.Trim();
        }

        // As in the real extension, what has a colon and no blank is a TimeSpan.
        if (trimmed.Contains(':') && !trimmed.Contains(' '))
        {
            if (!TimeSpan.TryParse(trimmed, CultureInfo.InvariantCulture, out var interval) || interval <= TimeSpan.Zero)
            {
                return $"'{trimmed}' is not a TimeSpan above zero";
            }

            schedule = new TimerSchedule(trimmed, null, interval);
            return null;
        }

        var fields = trimmed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        if (fields is not (5 or 6))
        {
            return $"'{trimmed}' has {fields} fields; NCRONTAB has six (second minute hour day month weekday)";
        }

        try
        {
            var cron = CronExpression.Parse(trimmed, fields == 6 ? CronFormat.IncludeSeconds : CronFormat.Standard);
            schedule = new TimerSchedule(trimmed, cron, TimeSpan.Zero);
            return null;
        }
        catch (CronFormatException e)
        {
            return $"'{trimmed}' is not NCRONTAB: {e.Message.TrimEnd('.')}";
        }
    }

    /// <summary>
    /// Whether it is due more than once a minute. The extension keeps no progress of such a schedule, whatever its attribute
    /// says: what a pause missed is made up for by the next run, which is seconds away.
    /// </summary>
    /// <param name="from">From when on.</param>
    /// <remarks>The Functions documentation, "Timer trigger for Azure Functions", useMonitor.</remarks>
    public bool IsFrequent(DateTimeOffset from) => Next(from) is { } first && Next(first) - first < TimeSpan.FromMinutes(1);

    /// <summary>The first time after another; null when there is none.</summary>
    /// <param name="after">The other time.</param>
    public DateTimeOffset? Next(DateTimeOffset after) =>
        _cron is null ? after.ToUniversalTime() + _interval : _cron.GetNextOccurrence(after, TimeZoneInfo.Utc);
}
