using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Records;
using OpsAutomation.Unit.Core.Alerts.Samples;

namespace OpsAutomation.Unit.Core.Alerts.Intake;

public sealed class IntakeExportTests
{
    private static readonly DateTimeOffset Evening = new(2026, 11, 23, 22, 0, 0, TimeSpan.Zero);

    private readonly MemoryRecordStore _store = new();
    private readonly FakeTimeProvider _clock = new(Evening);

    [Fact]
    public async Task Page_by_page_everything_of_the_span_comes_once_and_nothing_else()
    {
        await StoreAsync(0, 700);
        _clock.Advance(TimeSpan.FromHours(3));
        await StoreAsync(700, 600);
        _clock.Advance(TimeSpan.FromHours(3));
        await StoreAsync(1300, 5);

        var export = new IntakeExport(_store);
        var ids = new List<string>();
        var pages = 0;
        string? next = null;
        do
        {
            var page = await export.ReadAsync(Evening, Evening.AddHours(6), next);
            Assert.InRange(page!.Items.Count, 0, 500);
            ids.AddRange(page.Items.Select(i => i.AlertId));
            (next, pages) = (page.Next, pages + 1);
        }
        while (next is not null);
        Assert.Equal((3, 1300, 1300), (pages, ids.Count, ids.Distinct(StringComparer.Ordinal).Count()));
        Assert.DoesNotContain(ids, i => string.CompareOrdinal(i, "al-01300") >= 0);
    }

    [Fact]
    public async Task A_large_body_ends_a_page()
    {
        var large = $$"""{"text":"{{new string('x', 300_000)}}"}""";
        await Ledger.StoreAsync("slo", [.. Enumerable.Range(0, 10).Select(i => new SplitItem($"al-{i:00000}", AzureSamples.Json(large)))]);
        var page = await new IntakeExport(_store).ReadAsync(Evening, Evening.AddHours(1));
        Assert.InRange(page!.Items.Count, 6, 8);
        Assert.NotNull(page.Next);
    }

    [Theory]
    [InlineData("intake-20200101-0/al-1")]
    [InlineData("incident-INC/head")]
    [InlineData("intake-20261123-0/")]
    [InlineData("x")]
    public async Task A_place_outside_the_span_leads_nowhere(string after) =>
        Assert.Null(await new IntakeExport(_store).ReadAsync(Evening, Evening.AddHours(1), after));

    private IntakeLedger Ledger => new(_store, new DuePointers(_store, _clock), _clock);

    private async Task StoreAsync(int first, int count) =>
        await Ledger.StoreAsync("slo", [.. Enumerable.Range(first, count).Select(i => new SplitItem($"al-{i:00000}", AzureSamples.Json("{}")))]);
}
