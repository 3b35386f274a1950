using OpsAutomation.Core.Alerts.Senders.Sns;
using OpsAutomation.Core.Alerts.Sources.Ops;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Alerts.Senders;

/// <summary>
/// Reads <c>sources.yaml</c> and tells every problem at once. OPS1601 name, OPS1602 duplicate name, OPS1603 no
/// authentication, OPS1604 none without localOnly, OPS1605 none beside others, OPS1611 bad scope, OPS1612 bad service,
/// OPS1613 SNS topics, OPS1614 bad origin, OPS1617 may name nothing (warning), OPS1618 no sources, OPS1619 window,
/// OPS1622 the name of our own source, OPS1623 may name everything (warning). The schemes are read by <see cref="SchemeReader"/>, heartbeats by <see cref="HeartbeatReader"/>.
/// </summary>
internal static class SendersReader
{
    private static readonly TimeSpan MinWindow = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxWindow = TimeSpan.FromDays(1);

    public static SenderCatalog? Read(YamlMap root)
    {
        ArgumentNullException.ThrowIfNull(root);
        var errors = Errors(root.Bag);
        CatalogHeader.Check(root, "Sources");
        var read = root.Maps("sources").Select(m => (Map: m, Sender: ReadOne(m))).ToArray();
        root.Done();
        if (read.Length == 0)
        {
            root.Error("OPS1618", "sources", "'sources' must list at least one source; what is not listed may not post.");
        }

        foreach (var group in read.Where(r => r.Sender.Name.Length > 0).GroupBy(r => r.Sender.Name, StringComparer.OrdinalIgnoreCase))
        {
            foreach (var (map, sender) in group.Skip(1))
            {
                map.Error("OPS1602", "name", $"The source '{sender.Name}' stands twice; the first is at line {group.First().Map.Start.Line}.");
            }
        }

        return Errors(root.Bag) > errors ? null : new SenderCatalog(read.Select(r => r.Sender));
    }

    /// <summary>Whether a text can be the name of a source or of its keys.</summary>
    internal static bool IsName(string text) => CatalogName.Is(text);

    private static Sender ReadOne(YamlMap map)
    {
        var name = map.RequiredString("name");
        if (name.Length > 0 && !IsName(name))
        {
            map.Error("OPS1601", "name", $"'{name}' must be lower-case letters, digits and dashes, at most 60, for example azure-monitor.");
        }

        if (string.Equals(name, OpsSource.SourceName, StringComparison.OrdinalIgnoreCase))
        {
            map.Error("OPS1622", "name", $"'{name}' is this system's own source, and nobody posts to it; take the entry out.");
        }

        var localOnly = map.Bool("localOnly") ?? false;
        var sender = new Sender(name, Schemes(map, localOnly))
        {
            LocalOnly = localOnly,
            Services = map.Strings("services"),
            Scopes = Scopes(map),
            Window = Window(map),
            Heartbeat = HeartbeatReader.Read(map),
            SnsTopics = map.Strings("snsTopics"),
            Origins = map.Strings("origins"),
        };
        CheckLists(map, sender);
        map.Done();
        return sender;
    }

    private static IReadOnlyList<SourceScheme> Schemes(YamlMap map, bool localOnly)
    {
        var items = map.Maps("authentication");
        var schemes = items.Select(SchemeReader.Read).OfType<SourceScheme>().ToArray();
        if (items.Count == 0)
        {
            map.Error("OPS1603", "authentication", "'authentication' must list at least one scheme; no source may post without one.");
        }

        if (schemes.Any(s => s is SourceScheme.None))
        {
            if (!localOnly)
            {
                map.Error("OPS1604", "authentication", "'scheme: none' is for one machine alone: add 'localOnly: true', or name a real scheme.");
            }

            if (schemes.Length > 1)
            {
                map.Error("OPS1605", "authentication", "'scheme: none' beside others makes them meaningless; leave one of the two.");
            }
        }

        return schemes;
    }

    private static IReadOnlyList<ResourcePattern> Scopes(YamlMap map)
    {
        var texts = map.Strings("scopes");
        var good = texts.Where(t => ResourcePattern.Check(t) is null).ToArray();
        foreach (var text in texts.Except(good, StringComparer.Ordinal))
        {
            map.Error("OPS1611", "scopes", $"The scope '{text}' {ResourcePattern.Check(text)}.");
        }

        return [.. good.Select(t => new ResourcePattern(t))];
    }

    private static TimeSpan? Window(YamlMap map)
    {
        var window = map.Duration("window");
        if (window < MinWindow || window > MaxWindow)
        {
            map.Error("OPS1619", "window", $"'{map.Path}.window' must be from {MinWindow.TotalSeconds:0}s to {MaxWindow.TotalDays:0}d.");
        }

        return window;
    }

    private static void CheckLists(YamlMap map, Sender sender)
    {
        foreach (var service in sender.Services.Where(s => s != Sender.AnyService && !IsName(s)))
        {
            map.Error("OPS1612", "services", $"'{service}' is no name of a service; name one of services.yaml, or \"*\" for all.");
        }

        foreach (var topic in sender.SnsTopics.Where(t => !SnsAddresses.IsTopic(t)))
        {
            map.Error("OPS1613", "snsTopics", $"'{topic}' is no ARN of a topic, for example arn:aws:sns:eu-west-1:123456789012:ops-alerts.");
        }

        if (sender.Authentication.Any(s => s is SourceScheme.Sns) != sender.SnsTopics.Count > 0)
        {
            map.Error("OPS1613", "snsTopics", "'scheme: sns' and 'snsTopics' need each other: whoever has an account of Amazon can sign with SNS.");
        }

        foreach (var origin in sender.Origins.Where(o => Uri.CheckHostName(o) != UriHostNameType.Dns || !o.Contains('.', StringComparison.Ordinal)))
        {
            map.Error("OPS1614", "origins", $"'{origin}' must be a full host name such as eventgrid.azure.net; there is no word for all.");
        }

        if (sender.Services.Count == 0 && map.Strings("scopes").Count == 0)
        {
            map.Bag.Warning("OPS1617", $"The source '{sender.Name}' may name nothing; each of its alerts that names a target goes to a person.", map.File, map.Start);
        }

        if (!sender.LocalOnly && (sender.Services.Contains(Sender.AnyService, StringComparer.Ordinal) || sender.Scopes.Any(IsEverywhere)))
        {
            map.Bag.Warning(
                "OPS1623",
                $"The source '{sender.Name}' may name everything: whoever has its key can have automation act on any resource. List the services and scopes that it watches, or say 'localOnly: true'.",
                map.File,
                map.Start);
        }
    }

    // A pattern whose subscription is not named, or not as a whole: it reaches into estates that nobody thought of.
    private static bool IsEverywhere(ResourcePattern scope) =>
        scope.Text.Split('/', StringSplitOptions.RemoveEmptyEntries) is ["subscriptions", var subscription, ..] && subscription.Contains('*', StringComparison.Ordinal);

    private static int Errors(DiagnosticBag bag) => bag.All.Count(d => d.Severity == DiagnosticSeverity.Error);
}
