using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Guardrails.Settings;

namespace OpsAutomation.Unit.Core.Guardrails;

public sealed class GuardrailReaderTests
{
    private const string Least = "apiVersion: ops/v1\nkind: Guardrails\nmaxActionsPerHour: 10\nminimumCooldown: 5m\nprotected: { tag: protected, values: [\"true\"] }\n";

    [Fact]
    public void What_the_file_leaves_out_is_on()
    {
        var (settings, codes) = Read(string.Empty);

        Assert.Empty(codes);
        Assert.Equal([AllowedScopesRule.Catalogue], settings!.Scopes);
        Assert.Equal(RunRates.Default, settings.RunsPerHour);
        Assert.Equal(ConcurrencyLimits.Default, settings.Concurrency);
        Assert.Equal(TargetLimits.Default, settings.Targets);
        Assert.Equal(BreakerSettings.Default, settings.Breaker);
        Assert.Equal(SpendSettings.Default, settings.Spend);
        Assert.Equal(LoopSettings.Default, settings.Loops);
        Assert.Equal(Restraint.Ask, settings.ErrorBudget.NoService);
    }

    [Theory]
    [InlineData("scopes: []", "OPS1171")]
    [InlineData("scopes: [\"*\"]", "OPS1171")]
    [InlineData("scopes: [rg-shop]", "OPS1171")]
    [InlineData("own: { resources: [x] }", "OPS1172")]
    [InlineData("freeze: { windows: [{ name: a, reason: r }] }", "OPS1174")]
    [InlineData("freeze: { windows: [{ name: A B, reason: r, once: { start: 2026-12-01T00:00Z, end: 2026-12-02T00:00Z } }] }", "OPS1175")]
    [InlineData("freeze: { default: closed }", "OPS1176")]
    [InlineData("freeze: { during: automatic }", "OPS1181")]
    [InlineData("ask: { approvers: [] }", "OPS1177")]
    [InlineData("breaker: { window: 8d }", "OPS1178")]
    [InlineData("loops: { within: 3h, perService: 5 }", "OPS1178")]
    [InlineData("dailySpend: { currency: euro }", "OPS1179")]
    [InlineData("dailySpend: { maxAddedPerHour: -1 }", "OPS1180")]
    [InlineData("targets: { perRun: { percent: 0 } }", "OPS1005")]
    [InlineData("concurrency: { all: 0 }", "OPS1005")]
    [InlineData("breaker: { failues: 3 }", "OPS1008")]
    [InlineData("errorBudget: { withoutSlo: { tier5: ask } }", "OPS1008")]
    public void What_is_wrong_has_a_code(string more, string code) => Assert.Equal([code], Read(more).Codes);

    [Fact]
    public void Every_section_is_read()
    {
        var (settings, codes) = Read(
            """
            scopes: [/subscriptions/s1/resourceGroups/shop]
            own: { resources: [/subscriptions/s1/resourceGroups/ops], identities: [id-1] }
            breakGlass: [admin]
            runsPerHour: { perResource: 1, perService: 2, perPlaybook: 3, perSubscription: 4 }
            targets: { perRun: { count: 5, percent: 6 }, perService: { count: 7, percent: 8 } }
            concurrency: { all: 9, perService: 10 }
            loops: { within: 10m, perResource: 11, perService: 12 }
            breaker: { failures: 13, window: 14m, openFor: 15m }
            errorBudget: { services: [web], maxAge: 16m, withoutSlo: { tier1: refuse, noService: automatic } }
            dailySpend: { maxAddedPerHour: 17.5, currency: EUR, unknownPrice: refuse }
            ask: { approvers: [ana], deadline: 18m }
            freeze:
              default: closed
              during: refuse
              windows:
                - { name: nights, reason: r, services: [web], weekly: { days: [mon], start: "22:00", end: "04:00", timeZone: UTC, reviewBy: 2027-01-01 } }
            """);

        Assert.Empty(codes);
        Assert.Equal(new RunRates(1, 2, 3, 4), settings!.RunsPerHour);
        Assert.Equal(new TargetLimits(5, 6, 7, 8), settings.Targets);
        Assert.Equal(new ConcurrencyLimits(9, 10), settings.Concurrency);
        Assert.Equal(new LoopSettings(TimeSpan.FromMinutes(10), 11, 12), settings.Loops);
        Assert.Equal(new BreakerSettings(13, TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(15)), settings.Breaker);
        Assert.Equal(new SpendSettings(17.5, "EUR", Restraint.Refuse), settings.Spend);
        Assert.Equal(Restraint.Refuse, settings.ErrorBudget.Of(1));
        Assert.Equal(Restraint.Automatic, settings.ErrorBudget.Of(2));
        Assert.Equal(["admin"], settings.Own.BreakGlass);
        Assert.Equal(FreezeDefault.Closed, settings.Freeze.Default);
        Assert.Equal("22:00", settings.Freeze.Windows[0].Week!.Start.ToString("HH:mm", null));
    }

    private static (GuardrailSettings? Settings, IEnumerable<string> Codes) Read(string more)
    {
        var bag = new DiagnosticBag();
        var root = YamlFile.Read("guardrails.yaml", Least + more, bag);
        var settings = root is null ? null : GuardrailReader.Read(root);
        return (settings, bag.All.Select(d => d.Code));
    }
}
