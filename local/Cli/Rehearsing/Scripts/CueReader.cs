using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsAutomation.Cli.Samples;
using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Cli.Rehearsing.Scripts;

/// <summary>Reads the timeline of a rehearsal.</summary>
/// <param name="names">The resources of its estate.</param>
/// <param name="catalog">The catalogue.</param>
/// <param name="folder">The folder of the file, for alerts that lie beside it.</param>
internal sealed class CueReader(ResourceNames names, OpsCatalog catalog, string folder)
{
    private static readonly string[] Acts = ["alert", "person", "killSwitch", "hold", "letGo", "fault", "heal", "metric", "byHand", "lock", "unlock", "crash", "wait"];

    /// <summary>Reads it; OPS1908 when nothing sets the incident off.</summary>
    public IReadOnlyList<Cue> Read(YamlMap root)
    {
        var cues = root.Maps("timeline").Select(Cue).ToList();
        if (!cues.OfType<AlertCue>().Any())
        {
            root.Error("OPS1908", "timeline", "The timeline has no alert: nothing would happen.");
        }

        return cues;
    }

    private Cue Cue(YamlMap map)
    {
        var acts = Acts.Where(map.Has).ToList();
        if (acts.Count != 1)
        {
            map.Bag.Error("OPS1907", $"Exactly one of {string.Join(", ", Acts)} must stand here.", map.File, map.Start);
            return new WaitCue();
        }

        var cue = Act(map, acts[0]);
        cue = cue with
        {
            When = map.Enum<Moment>("when"),
            After = cue is WaitCue ? cue.After : map.Duration("after") ?? TimeSpan.Zero,
            Exact = map.Bool("exact") ?? false,
            Incident = map.Int("incident", 1, 100) ?? 1,
        };
        map.Done();
        return cue;
    }

    private Cue Act(YamlMap map, string act) => act switch
    {
        "alert" => Alert(map),
        "person" when map.Has("does") => new ActCue(Person(map, "person"), map.Enum<Does>("does")?.ToString().ToLowerInvariant() ?? string.Empty, map.String("for")),
        "person" => new PersonCue(Person(map, "person"), Decision(map), map.Bool("refused") ?? false)
        {
            BreakGlass = map.Bool("breakGlass") ?? false,
            Instruction = map.String("instruction"),
            InWindow = map.Map("inWindow") is { } window ? Window(window) : null,
        },
        "killSwitch" => new KillSwitchCue(map.String("killSwitch") is "on" or "true", Person(map, "by"), map.RequiredString("reason")),
        "hold" => new HoldCue(names.Required(map, "hold"), Person(map, "by"), map.Duration("for") ?? TimeSpan.FromHours(1)),
        "letGo" => new HoldCue(names.Required(map, "letGo"), Person(map, "by"), null),
        "fault" => new FaultCue(map.Map("fault") is { } fault ? new FaultReader(names).Read(fault) : []),
        "heal" => Heal(map),
        "metric" => Metric(map),
        "byHand" => map.Map("byHand") is { } hand ? ByHand(hand) : new HealCue(),
        "lock" => new ByHandCue("PUT", LockPath(map, "lock"), LockBody(map.Enum<LockLevel>("level") ?? LockLevel.ReadOnly)),
        "unlock" => new ByHandCue("DELETE", LockPath(map, "unlock"), null),
        "crash" => new CrashCue(map.Enum<CrashAt>("crash") ?? CrashAt.Any, map.Int("nth", 1, 1000)),
        _ => new WaitCue { After = map.Duration("wait") ?? TimeSpan.Zero },
    };

    private AlertCue Alert(YamlMap map)
    {
        var (name, about, resolves) = (map.RequiredString("alert"), map.String("about"), map.Bool("resolves") ?? false);
        var file = Path.Combine(folder, name);
        var body = SampleAlerts.Text(name) ?? (name.EndsWith(".json", StringComparison.Ordinal) && File.Exists(file) ? File.ReadAllText(file) : null);
        if (body is null && name.Length > 0)
        {
            map.Error("OPS1906", "alert", $"There is no sample and no file '{name}'; samples are {string.Join(", ", SampleAlerts.Names)}.");
        }

        if (about is not null && body is not null)
        {
            body = AlertBodies.About(body, names.Find(map, "about", about));
        }

        return new AlertCue(resolves ? AlertBodies.Resolved(body ?? string.Empty) : body ?? string.Empty, map.String("source") ?? "azure-monitor");
    }

    private string Person(YamlMap map, string key)
    {
        var person = map.RequiredString(key);
        if (person.Length > 0 && !catalog.Routing.Users.Contains(person, StringComparer.Ordinal))
        {
            map.Error("OPS1913", key, $"Nobody is called '{person}'; users of routing.yaml are {string.Join(", ", catalog.Routing.Users)}.");
        }

        return person;
    }

    private static string Decision(YamlMap map) => map.Enum<Decided>("decides") switch
    {
        Decided.Reject => "reject",
        Decided.Approve => "approve",
        Decided.Withdraw => "withdraw",
        _ => Missing(map),
    };

    private static string Missing(YamlMap map)
    {
        if (!map.Has("decides"))
        {
            map.Error("OPS1004", "decides", "'decides' is required: approve, reject or withdraw.");
        }

        return string.Empty;
    }

    private static (TimeSpan In, TimeSpan For) Window(YamlMap map)
    {
        var window = (map.Duration("in") ?? TimeSpan.Zero, map.Duration("for") ?? TimeSpan.FromHours(1));
        map.Done();
        return window;
    }

    private static HealCue Heal(YamlMap map)
    {
        map.Bool("heal");
        return new HealCue();
    }

    private Cue Metric(YamlMap map)
    {
        if (map.Map("metric") is not { } metric)
        {
            return new HealCue();
        }

        var cue = new MetricCue(names.Required(metric, "of"), metric.RequiredString("name"), metric.Number("value") ?? double.NaN);
        if (double.IsNaN(cue.Value) && !metric.Has("value"))
        {
            metric.Error("OPS1004", "value", "'value' is required.");
        }

        metric.Done();
        return cue;
    }

    private ByHandCue ByHand(YamlMap map)
    {
        var path = names.Required(map, "of") + (map.String("path") ?? string.Empty);
        var cue = new ByHandCue(map.RequiredString("method"), $"{path}?api-version={map.RequiredString("apiVersion")}", Json(map, "body"));
        map.Done();
        return cue;
    }

    private static JsonObject LockBody(LockLevel level) => new() { ["properties"] = new JsonObject { ["level"] = level.ToString() } };

    private string LockPath(YamlMap map, string key) =>
        $"{names.Required(map, key)}/providers/Microsoft.Authorization/locks/by-hand?api-version=2020-05-01";

    private static JsonNode? Json(YamlMap map, string key)
    {
        if (map.String(key) is not { } text)
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(Encoding.UTF8.GetBytes(text));
        }
        catch (JsonException e)
        {
            map.Error("OPS1912", key, $"Not JSON: {e.Message}");
            return null;
        }
    }

    private enum Does
    {
        Acknowledge,
        Snooze,
        Escalate,
        Stop,
        Close,
    }

    private enum Decided
    {
        Approve,
        Reject,
        Withdraw,
    }

    private enum LockLevel
    {
        ReadOnly,
        CanNotDelete,
    }
}
