using System.Globalization;
using OpsAutomation.Core.Calendars.Schedules;
using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Slos.Definitions;

/// <summary>
/// Reads one file of <c>slos/</c>, written as OpenSLO v1 (kind SLO, one inline indicator, one objective, one window): OPS2201
/// format, OPS2202 name, OPS2203 a name that stands twice, OPS2204 target, OPS2205 window, OPS2206 indicator, OPS2207 budgeting
/// method, OPS2208 annotation. What OpenSLO leaves open stands in annotations <c>opsautomation/…</c>. The service is checked by
/// whoever knows them all.
/// </summary>
public static class SloReader
{
    /// <summary>The version of OpenSLO.</summary>
    public const string ApiVersion = "openslo/v1";

    internal const string MinimumEvents = "opsautomation/minimum-events";
    internal const string Maintenance = "opsautomation/maintenance";

    /// <summary>Where no annotation says otherwise: below ten events in a window one bad one would be a page.</summary>
    private const double DefaultMinimum = 10;

    /// <summary>Reads every file; OPS2203 for names that stand twice.</summary>
    /// <param name="files">Names and contents.</param>
    /// <param name="bag">Receives what is wrong.</param>
    public static IReadOnlyList<Slo> Read(IEnumerable<(string File, string Text)> files, DiagnosticBag bag)
    {
        ArgumentNullException.ThrowIfNull(files);
        var slos = new List<Slo>();
        foreach (var (file, text) in files)
        {
            if (YamlFile.Read(file, text, bag) is { } root && ReadOne(root) is { } slo)
            {
                if (slos.Exists(s => s.Name == slo.Name))
                {
                    root.Error("OPS2203", "metadata", $"The objective '{slo.Name}' stands twice.");
                }

                slos.Add(slo);
            }
        }

        return slos;
    }

    private static Slo? ReadOne(YamlMap root)
    {
        var before = root.Bag.All.Count(d => d.Severity == DiagnosticSeverity.Error);
        Same(root, "apiVersion", ApiVersion);
        Same(root, "kind", "SLO");
        var (metadata, spec) = (root.Map("metadata"), root.Map("spec"));
        if (metadata is null || spec is null)
        {
            root.Error("OPS2201", metadata is null ? "metadata" : "spec", "An objective has 'metadata' and 'spec'.");
            return null;
        }

        var name = metadata.RequiredString("name");
        if (name.Length > 0 && !CatalogName.Is(name))
        {
            metadata.Error("OPS2202", "name", $"'{name}' must be lower-case letters, digits and dashes, at most {CatalogName.MaxLength}, for example shop-web-availability.");
        }

        var title = metadata.String("displayName") ?? name;
        var (minimum, excludes) = Annotations(metadata);
        metadata.Skip("labels");
        metadata.Done();
        spec.Skip("description");
        spec.Skip("alertPolicies");
        var service = spec.RequiredString("service");
        var window = Window(spec);
        var (target, value, op) = Objective(spec);
        var indicator = spec.Map("indicator") is { } part ? IndicatorReader.Read(part, value, op) : null;
        if (indicator is null && !spec.Has("indicator"))
        {
            spec.Error("OPS2206", "indicator", "'spec.indicator' is required, written in place; a reference to another file is not read.");
        }

        CheckMethod(spec, indicator);
        spec.Done();
        root.Done();
        return root.Bag.All.Count(d => d.Severity == DiagnosticSeverity.Error) > before || indicator is null || window is null
            ? null
            : new Slo(name, title, service, indicator, target, window, minimum, excludes);
    }

    private static void Same(YamlMap root, string key, string wanted)
    {
        if (root.String(key) is var found && found != wanted)
        {
            root.Error("OPS2201", key, $"'{key}' must be {wanted} here, not '{found}'.");
        }
    }

    private static (double Minimum, bool Excludes) Annotations(YamlMap metadata)
    {
        var (minimum, excludes) = (DefaultMinimum, true);
        foreach (var (key, text) in metadata.Pairs("annotations"))
        {
            switch (key)
            {
                case MinimumEvents when double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number):
                    minimum = number;
                    break;
                case Maintenance when text is "counts" or "excluded":
                    excludes = text == "excluded";
                    break;
                case MinimumEvents:
                    metadata.Error("OPS2208", "annotations", $"'{MinimumEvents}' must be a number of events, not '{text}'.");
                    break;
                case Maintenance:
                    metadata.Error("OPS2208", "annotations", $"'{Maintenance}' must be counts or excluded, not '{text}'.");
                    break;
                default:
                    // Annotations of other tools are theirs; a misspelt one of ours would be silently ignored.
                    if (key.StartsWith("opsautomation/", StringComparison.Ordinal))
                    {
                        metadata.Error("OPS2208", "annotations", $"'{key}' is not known; known are {MinimumEvents} and {Maintenance}.");
                    }

                    break;
            }
        }

        return (minimum, excludes);
    }

    private static SloWindow? Window(YamlMap spec)
    {
        if (spec.Maps("timeWindow") is not [var map])
        {
            spec.Error("OPS2205", "timeWindow", "'spec.timeWindow' must hold exactly one window.");
            return null;
        }

        var (rolling, text) = (map.Bool("isRolling"), map.RequiredString("duration"));
        SloWindow? window = null;
        if (rolling == true && DurationText.Parse(Days(text)) is { } span && span >= TimeSpan.FromHours(1) && span <= TimeSpan.FromDays(92))
        {
            window = new RollingWindow(span);
        }
        else if (rolling == false && map.Map("calendar") is { } calendar)
        {
            // OpenSLO's start time is a date to count from; the units that are read here begin where calendars do.
            calendar.Skip("startTime");
            var zone = WallClockReader.Zone(calendar, "timeZone", "OPS2205");
            calendar.Done();
            CalendarUnit? unit = text switch { "1w" => CalendarUnit.Week, "1M" => CalendarUnit.Month, "1Q" => CalendarUnit.Quarter, _ => null };
            window = zone is not null && unit is { } known ? new CalendarWindow(known, zone) : null;
        }

        if (window is null && text.Length > 0)
        {
            map.Error("OPS2205", "duration", $"'{map.Path}' must be rolling with a duration from 1h to 92d, such as 28d or 4w, or a calendar window of 1w, 1M or 1Q with 'calendar.timeZone'.");
        }

        map.Done();
        return window;
    }

    private static string Days(string text) =>
        text is [.. var weeks, 'w'] && int.TryParse(weeks, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 100
            ? string.Create(CultureInfo.InvariantCulture, $"{number * 7}d")
            : text;

    private static (double Target, double? Value, SloComparison? Op) Objective(YamlMap spec)
    {
        if (spec.Maps("objectives") is not [var map])
        {
            spec.Error("OPS2204", "objectives", "'spec.objectives' must hold exactly one objective; write a file for each.");
            return (0.5, null, null);
        }

        map.Skip("displayName");
        double? target = map.Has("targetPercent") ? map.Number("targetPercent") / 100 : map.Number("target");
        if (target is not (> 0 and < 1))
        {
            map.Error("OPS2204", map.Has("targetPercent") ? "targetPercent" : "target", "'target' must be above 0 and below 1, such as 0.999: at 1 there is no budget.");
        }

        var (value, op) = (map.Number("value"), map.Enum<SloComparison>("op"));
        map.Done();
        return (target ?? 0.5, value, op);
    }

    private static void CheckMethod(YamlMap spec, SloIndicator? indicator)
    {
        var wanted = indicator is ThresholdIndicator ? "Timeslices" : "Occurrences";
        if (spec.RequiredString("budgetingMethod") is { Length: > 0 } method && indicator is not null && method != wanted)
        {
            spec.Error("OPS2207", "budgetingMethod", $"'spec.budgetingMethod' must be {wanted} for this indicator: a ratio counts events, a threshold counts minutes.");
        }
    }
}
