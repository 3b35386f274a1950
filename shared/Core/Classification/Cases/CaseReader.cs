using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Classification.Cases;

/// <summary>Reads the files under <c>classification-cases/</c>. OPS1312 a name that stands twice, OPS1313 a label that is no category.</summary>
public static class CaseReader
{
    private static readonly DateTimeOffset Began = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Reads every file; a case with errors is left out, and its errors are in the bag.</summary>
    /// <param name="files">Name and content of each file.</param>
    /// <param name="bag">Receives every problem.</param>
    public static IReadOnlyList<LabelledCase> Read(IEnumerable<(string File, string Text)> files, DiagnosticBag bag)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(bag);
        var cases = new Dictionary<string, LabelledCase>(StringComparer.Ordinal);
        foreach (var (file, text) in files.OrderBy(f => f.File, StringComparer.Ordinal))
        {
            if (YamlFile.Read(file, text, bag) is not { } root)
            {
                continue;
            }

            CatalogHeader.Check(root, "ClassificationCases");
            foreach (var map in root.Maps("cases"))
            {
                var errors = bag.All.Count;
                var read = ReadOne(map);
                map.Done();
                if (!cases.TryAdd(read.Name, read))
                {
                    map.Error("OPS1312", "name", $"The case '{read.Name}' stands twice.");
                }
                else if (bag.All.Count > errors)
                {
                    cases.Remove(read.Name);
                }
            }

            root.Done();
        }

        return [.. cases.Values];
    }

    private static LabelledCase ReadOne(YamlMap map)
    {
        var name = map.RequiredString("name");
        var label = map.RequiredString("label");
        if (label.Length > 0 && label != ClassificationResult.Unknown && !Categories.Knows(label))
        {
            map.Error("OPS1313", "label", $"'{label}' is neither a category nor '{ClassificationResult.Unknown}'.");
        }

        _ = map.String("note");
        if (map.Map("alert") is not { } alert)
        {
            map.Error("OPS1004", "alert", "'alert' is required.");
            return new LabelledCase(name, label, ReadAlert(name, null), Enrichment.None);
        }

        var read = new LabelledCase(name, label, ReadAlert(name, alert), ReadEnrichment(map.Map("known")));
        alert.Done();
        return read;
    }

    private static Alert ReadAlert(string name, YamlMap? map)
    {
        var signal = map?.Map("signal");
        var rule = map?.RequiredString("rule") ?? string.Empty;
        var alert = new Alert
        {
            Id = name,
            Source = map?.RequiredString("source") ?? string.Empty,
            Rule = rule,
            Fingerprint = name,
            Status = AlertStatus.Firing,
            Severity = map?.Enum<Severity>("severity") ?? Severity.Sev3,
            Signal = new Signal(
                signal?.Enum<SignalKind>("kind") ?? SignalKind.Unknown,
                signal?.String("name"),
                signal?.String("namespace"),
                signal?.String("aggregation"),
                signal?.String("operator"),
                null,
                signal?.Pairs("dimensions") ?? new Dictionary<string, string>(StringComparer.Ordinal)),
            Resource = map?.String("resource")?.ToLowerInvariant(),
            Labels = map?.Pairs("labels") ?? new Dictionary<string, string>(StringComparer.Ordinal),
            Summary = map?.String("summary") ?? rule,
            Value = map?.Number("value"),
            Threshold = map?.Number("threshold"),
            Unit = map?.String("unit"),
            StartsAt = Began,
            ReceivedAt = Began,
            PayloadReference = $"case/{name}",
        };
        signal?.Done();
        return alert;
    }

    // What a case does not say about its surroundings was looked for and not found: a case is what was known, complete.
    private static Enrichment ReadEnrichment(YamlMap? known)
    {
        if (known is null)
        {
            return new Enrichment();
        }

        var tier = known.Int("tier", 1, 4);
        var minutes = known.Number("deployedMinutesAgo");
        var commit = known.String("commit");
        var firing = known.Strings("dependenciesFiring");
        var burn = known.Number("sloBurn");
        known.Done();
        return new Enrichment
        {
            Service = tier is { } t ? new Service("some-service", "someone", null, t, [], [], []) : null,
            RecentDeployment = minutes is { } ago ? new RecentDeployment(commit, Began.AddMinutes(-ago), ago) : null,
            DependencyFiring = firing.Count > 0 ? new DependencyFiring(firing) : null,
            SloBurn = burn is { } rate ? new SloBurn("some-objective", rate) : null,
        };
    }
}
