using System.Globalization;
using System.Text;

namespace OpsAutomation.Cli.Bench;

/// <summary>
/// The world of the latency run: one overloaded scale set for each alert, each in a resource group of its own so that no two
/// alerts share an incident, and a copy of the catalogue whose limits let every run go on.
/// </summary>
internal sealed class LatencyWorld : IDisposable
{
    /// <summary>The most actions of an hour that a catalogue may allow, so the most alerts of a run.</summary>
    public const int MaxActions = 1000;

    /// <summary>
    /// Subscriptions among which the scale sets are divided: Azure lets one principal read 25 times and change 10 things a second
    /// in each, and our client keeps below that, so so many alerts of one subscription would measure Azure's limit.
    /// </summary>
    public const int Subscriptions = 100;

    private const string SubscriptionPrefix = "22222222-2222-2222-2222-";
    private readonly string _folder = Directory.CreateTempSubdirectory("ops-bench-").FullName;

    /// <summary>Writes the files.</summary>
    /// <param name="catalog">The catalogue to copy.</param>
    /// <param name="sets">Number of scale sets.</param>
    public LatencyWorld(string catalog, int sets)
    {
        foreach (var file in Directory.EnumerateFiles(catalog, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Catalog, Path.GetRelativePath(catalog, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        File.WriteAllText(Path.Combine(Catalog, "guardrails.yaml"), Guardrails);
        Raise(Path.Combine("playbooks", "scale-out-vmss.yaml"), "  maxRunsPerDay:", "  maxRunsPerDay: 100");

        // So many alerts at once are a storm with a common cause otherwise, in which nothing is done automatically.
        Raise("correlation.yaml", "      openings:", "      openings: 1000");
        Raise("correlation.yaml", "      resources:", "      resources: 10000");
        Raise("correlation.yaml", "      percent:", string.Empty);
        File.WriteAllText(Estate, EstateOf(sets));
    }

    /// <summary>Folder of the catalogue.</summary>
    public string Catalog => Path.Combine(_folder, "catalog");

    /// <summary>The estate file.</summary>
    public string Estate => Path.Combine(_folder, "estate.yaml");

    /// <summary>ARM id of the scale set of the alert whose number stands in the slot.</summary>
    public static string Resource =>
        $"/subscriptions/{SubscriptionPrefix}{LoadConnection.GroupSlot}/resourceGroups/rg-{LoadConnection.Slot}/providers/Microsoft.Compute/virtualMachineScaleSets/vmss-{LoadConnection.Slot}";

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Every rule is evaluated as always, and none has a reason to stop a run: the limits are at the highest that the catalogue knows.
    private static string Guardrails => $$"""
        apiVersion: ops/v1
        kind: Guardrails
        scopes: ["/subscriptions/{{SubscriptionPrefix}}*"]
        protected: { tag: protected, values: ["true"] }
        minimumCooldown: 5m
        maxActionsPerHour: {{MaxActions}}
        runsPerHour: { perResource: {{MaxActions}}, perService: {{MaxActions}}, perPlaybook: {{MaxActions}}, perSubscription: {{MaxActions}} }
        targets:
          perRun: { count: {{MaxActions}}, percent: 100 }
          perService: { count: {{MaxActions}}, percent: 100 }
        concurrency: { all: {{MaxActions}}, perService: {{MaxActions}} }
        errorBudget:
          withoutSlo: { noService: automatic }
        dailySpend: { maxAddedPerHour: 1000000 }

        """;

    private static string EstateOf(int sets)
    {
        var text = new StringBuilder("estate: bench\ndescription: One overloaded scale set for each alert.\nsubscriptions:\n");
        for (var subscription = 0; subscription < Math.Min(Subscriptions, sets); subscription++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - id: {SubscriptionPrefix}{subscription:D12}\n    name: Bench {subscription} (simulated)\n    resourceGroups:\n");
            for (var n = subscription; n < sets; n += Subscriptions)
            {
                text.Append(CultureInfo.InvariantCulture, $$"""
                          - name: rg-{{n:D12}}
                            location: westeurope
                            resources:
                              - name: vmss-{{n:D12}}
                                type: Microsoft.Compute/virtualMachineScaleSets
                                sku: { name: Standard_D2s_v5, tier: Standard, capacity: 2 }
                                operationTime: 45s
                                metrics:
                                  - name: Percentage CPU
                                    unit: Percent
                                    load: { pattern: steady, base: 184, perInstance: true, lag: 1m }

                    """);
            }
        }

        return text.ToString();
    }

    private void Raise(string file, string begins, string line)
    {
        var path = Path.Combine(Catalog, file);
        File.WriteAllLines(path, File.ReadLines(path).Select(l => l.StartsWith(begins, StringComparison.Ordinal) ? line : l).ToArray());
    }
}
