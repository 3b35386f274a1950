using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Alerts.Sources.Ops;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Guardrails.Breakers;
using OpsAutomation.Core.Playbooks;

namespace OpsAutomation.Unit.Functions;

/// <summary>A breaker that opens is an alert of our own, once for each time that it opens.</summary>
public sealed class OverActionTests
{
    private readonly ActivityBench _bench = new();

    [Fact]
    public async Task A_breaker_that_opens_raises_one_alert_however_often_the_run_is_told_and_one_that_closes_ends_it()
    {
        foreach (var run in new[] { "INC-1", "INC-2" })
        {
            await ReportAsync(run, "failed");
        }

        Assert.Empty(await AlertsAsync());

        await ReportAsync("INC-3", "failed");
        _bench.Clock.Advance(TimeSpan.FromSeconds(5));
        await ReportAsync("INC-3", "failed");

        Assert.Equal(["action vm.restart stopped", "playbook restart-vm stopped"], await AlertsAsync());

        _bench.Clock.Advance(TimeSpan.FromHours(2));
        var reserved = await _bench.Guardrails.ReserveAsync(
            new ReservationRequest("INC-4", "s", ["/vm"], new PlaybookLimits(6, TimeSpan.FromMinutes(5), 4)) { Playbook = "restart-vm", Action = "vm.restart" });
        Assert.True(reserved.Granted, string.Join(" ", reserved.Refusals));
        await ReportAsync("INC-4", null);

        Assert.Equal(
            ["action vm.restart let-go", "action vm.restart stopped", "playbook restart-vm let-go", "playbook restart-vm stopped"], await AlertsAsync());
    }

    [Fact]
    public async Task A_run_that_changed_nothing_raises_nothing()
    {
        for (var i = 0; i < 4; i++)
        {
            await _bench.OverAction.ReportAsync($"INC-{i}", new RunOutcome("restart-vm", false, null, new Dictionary<string, string?>(StringComparer.Ordinal)), CancellationToken.None);
        }

        Assert.Empty(await AlertsAsync());
    }

    private Task ReportAsync(string incident, string? bad) => _bench.OverAction.ReportAsync(
        incident, new RunOutcome("restart-vm", true, bad, new Dictionary<string, string?>(StringComparer.Ordinal) { ["vm.restart"] = bad }), CancellationToken.None);

    private async Task<IReadOnlyList<string>> AlertsAsync()
    {
        var found = new List<string>();
        _bench.Clock.Advance(TimeSpan.FromSeconds(1));
        await foreach (var pointer in _bench.Due.OlderThanAsync(TimeSpan.Zero))
        {
            var item = await _bench.Intake.ReadAsync(Assert.Single(IntakeLedger.References(pointer)));
            Assert.Equal(OpsSource.SourceName, item!.Source);
            var data = item.Body.GetProperty("data");
            found.Add($"{data.GetProperty("about").GetString()} {data.GetProperty("state").GetString()}");
        }

        return [.. found.Order(StringComparer.Ordinal)];
    }
}
