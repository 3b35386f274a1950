using System.Globalization;
using System.Text.Json.Nodes;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Records;
using OpsAutomation.Testing.Systems.Local;
using Xunit.Abstractions;

namespace OpsAutomation.Integration.Systems.Intake;

/// <summary>A storm over 300 machines, through the whole system: how many people it wakes, and whether nothing is lost. Without the rule of common causes, which would take nearly all of it.</summary>
public sealed class StormTests(ITestOutputHelper output)
{
    private const int Groups = 30;
    private const int PerGroup = 10;
    private const int PerBody = 100;

    // Two and a half minutes: inside the five of the catalogue's limits, so that one storm is all there is.
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(150);

    private static readonly string[] Rules = ["cpu-high", "disk-full", "memory-low"];

    private static int Count =>
        int.TryParse(Environment.GetEnvironmentVariable("OPS_STORM_ALERTS"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : 1_000;

    [Fact]
    public async Task It_wakes_people_some_forty_times_and_every_alert_has_its_one_disposition()
    {
        using var catalog = new CatalogCopy().Without("correlation.yaml", "commonCause");
        await using var system = await LocalSystemDriver.StartAsync(new SystemSetup { CatalogDirectory = catalog.Folder });
        var (random, fires, ids) = (new Random(5), new Dictionary<(int, string), bool>(), new List<string>());
        var bodies = Count / PerBody;
        var started = TimeProvider.System.GetTimestamp();
        for (var b = 0; b < bodies; b++)
        {
            var now = system.Clock.GetUtcNow();
            var body = new JsonArray();
            for (var i = 0; i < PerBody; i++)
            {
                var condition = (random.Next(Groups * PerGroup), Rules[random.Next(Rules.Length)]);
                fires[condition] = !fires.GetValueOrDefault(condition) || random.Next(2) == 0;
                body.Add(Event(condition, now.AddMilliseconds(i - PerBody), fires[condition]));
            }

            ids.AddRange(await system.FireAsync(body.ToJsonString()));
            await system.AdvanceAsync(Length / bodies);
        }

        var took = TimeProvider.System.GetElapsedTime(started);
        await system.LetPassAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(bodies * PerBody, ids.Distinct(StringComparer.Ordinal).Count());
        var dispositions = await CurrentAsync(system);
        Assert.Equal(ids.Order(StringComparer.Ordinal), dispositions.Keys.Order(StringComparer.Ordinal));
        Assert.All(dispositions.Values, d => Assert.True(d.Reason.Length > 0 && d.Otherwise.Length > 0));

        var incidents = await system.IncidentsAsync();
        var cards = await system.CardsAsync();
        var kinds = dispositions.Values.CountBy(d => d.Kind).OrderBy(k => k.Key).Select(k => $"{k.Key} {k.Value}");
        var storms = dispositions.Values.Where(d => d.Kind == DispositionKind.Summarised).Select(d => d.IncidentId!).Distinct(StringComparer.Ordinal).ToArray();
        var (withheld, firing, told) = (0, fires.Count(f => f.Value), await ToldAsync(system));
        foreach (var storm in storms)
        {
            var note = (await system.IncidentAsync(storm)).Facts.OfType<Fact.Noted>().Last(n => n.What.Contains("ithheld", StringComparison.Ordinal)).What;
            output.WriteLine($"{storm}: {note}");
            withheld += Withheld(note);
        }

        output.WriteLine(string.Join(", ", cards.CountBy(Title).Select(c => $"{c.Value} {c.Key}")));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{ids.Count} alerts over {Groups * PerGroup} resources in {took.TotalSeconds:0.0} s ({ids.Count / took.TotalSeconds:0}/s): {incidents.Count} incidents, {storms.Length} of them storms; {cards.Count} cards; {firing} conditions fire, {told} in incidents, {withheld} withheld. {string.Join(", ", kinds)}."));
        Assert.NotEmpty(storms);
        Assert.Equal(firing, told + withheld);

        // Forty openings in five minutes are the limit of the tenant; those that meet may be some more. People are called once for
        // each incident and for each further condition of its resource, of which there are two.
        Assert.InRange(incidents.Count, 20, 60);
        Assert.InRange(cards.Count(c => Title(c).StartsWith("A person is needed", StringComparison.Ordinal)), 20, Rules.Length * incidents.Count);
    }

    // The headline of a card, without what differs from one to the next.
    private static string Title(JsonNode card)
    {
        var text = card["body"]!["attachments"]![0]!["content"]!["body"]![0]!["inlines"]![0]!["text"]!.GetValue<string>();
        return text.Split(": ") is [var kind, var what, ..] ? $"{kind}: {(what.Contains("fires in the same incident", StringComparison.Ordinal) ? "another condition in the same incident" : kind == "Resolved" ? "over" : what)}" : text;
    }

    private static JsonObject Event((int Machine, string Rule) condition, DateTimeOffset at, bool firing)
    {
        var target = Machine(condition.Machine);
        var json = AzureAlerts.Metric(
            condition.Rule, [target], "Percentage CPU", "Microsoft.Compute/virtualMachines", "80", "Average", 92, at, firing ? "Fired" : "Resolved", firing ? null : at);
        json["data"]!["essentials"]!["alertId"] = $"{AzureAlerts.Subscription}/providers/Microsoft.AlertsManagement/alerts/{condition.Rule}-{condition.Machine}";
        return json;
    }

    private static string Machine(int number) =>
        $"{AzureAlerts.Subscription}/resourceGroups/rg-storm-{number / PerGroup}/providers/Microsoft.Compute/virtualMachines/vm-{number}";

    private static IEnumerable<string> Scopes(LocalSystemDriver system) =>
        Enumerable.Range(0, Groups).Select(g => ScopeKey.Of(About(Machine(g * PerGroup)), system.Service<OpsCatalog>().Services));

    private static Alert About(string resource) => new()
    {
        Id = "any",
        Source = "azure-monitor",
        Rule = "any",
        Fingerprint = "any",
        Status = AlertStatus.Firing,
        Severity = Severity.Sev1,
        Signal = new Signal(SignalKind.Metric, null, null, null, null, null, new Dictionary<string, string>(StringComparer.Ordinal)),
        Resource = resource.ToLowerInvariant(),
        Summary = "any",
        StartsAt = LocalSystemDriver.Morning,
        ReceivedAt = LocalSystemDriver.Morning,
        PayloadReference = "any",
    };

    // The newest of each alert's history, which is the one that counts; a row cur-… per alert says the same.
    private static async Task<Dictionary<string, Disposition>> CurrentAsync(LocalSystemDriver system)
    {
        var (store, current, pointers) = (system.Service<IRecordStore>(), new Dictionary<string, Disposition>(StringComparer.Ordinal), 0);
        foreach (var scope in Scopes(system))
        {
            await foreach (var record in store.PrefixAsync(ScopeKey.Partition(scope), "disp-"))
            {
                var disposition = OpsJson.Read<Disposition>(record.Body);
                current[disposition.AlertId] = disposition;
            }

            await foreach (var _ in store.PrefixAsync(ScopeKey.Partition(scope), "cur-"))
            {
                pointers++;
            }
        }

        Assert.Equal(current.Count, pointers);
        return current;
    }

    private static async Task<int> ToldAsync(LocalSystemDriver system)
    {
        var (ledger, told) = (system.Service<ScopeLedger>(), 0);
        foreach (var scope in Scopes(system))
        {
            told += (await ledger.ReadOpenAsync(scope)).Sum(i => i.Firing.Values.Count(f => f.EndedBy is null));
        }

        return told;
    }

    // "Withheld and firing: 812 (…)".
    private static int Withheld(string note)
    {
        const string Mark = "Withheld and firing: ";
        var at = note.IndexOf(Mark, StringComparison.Ordinal);
        return at < 0 ? 0 : int.Parse(string.Concat(note[(at + Mark.Length)..].TakeWhile(char.IsAsciiDigit)), CultureInfo.InvariantCulture);
    }
}
