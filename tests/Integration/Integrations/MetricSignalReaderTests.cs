using Azure.Monitor.Query;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Integrations.Monitoring;

namespace OpsAutomation.Integration.Integrations;

public sealed class MetricSignalReaderTests : IAsyncLifetime
{
    private readonly SimulatedEstate _estate = new();
    private readonly MetricSignalReader _reader;

    public MetricSignalReaderTests()
    {
        var options = new MetricsQueryClientOptions { Transport = _estate.Cloud.CreateTransport("ops-automation") };
        options.Retry.MaxRetries = 0;
        var client = new MetricsQueryClient(new Uri("https://management.azure.com"), _estate.Credential, options);
        _reader = new MetricSignalReader(client, _estate.Clock, TimeSpan.FromSeconds(20));
        _estate.Clock.Advance(TimeSpan.FromMinutes(15));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _estate.DisposeAsync();

    [Fact]
    public async Task The_CPU_of_a_tier_that_is_too_small_is_firing()
    {
        var reading = await _reader.ReadAsync(Cpu(), null, default);
        Assert.Equal(SignalState.Firing, reading.State);
        Assert.InRange(reading.Value!.Value, 90, 94);
        Assert.NotNull(reading.At);
    }

    [Fact]
    public async Task After_a_scale_out_only_new_minutes_count_and_they_are_healthy()
    {
        var plan = await _estate.PlanAsync("vmss.scale-out", SimulatedEstate.Web, new() { ["add"] = 2 });
        var start = await _estate.Actions[plan.Action].StartAsync(plan, "op-1", default);
        await _estate.FinishAsync(plan, start.StatusUrl);
        var done = _estate.Clock.GetUtcNow();
        Assert.Equal(SignalState.Unknown, (await _reader.ReadAsync(Cpu(), done, default)).State);
        _estate.Clock.Advance(TimeSpan.FromMinutes(8));
        var reading = await _reader.ReadAsync(Cpu(), done + TimeSpan.FromMinutes(2), default);
        Assert.Equal(SignalState.Healthy, reading.State);
        Assert.InRange(reading.Value!.Value, 44, 48);
    }

    [Fact]
    public async Task A_total_of_errors_heals_with_the_restart()
    {
        var alert = Cpu() with
        {
            Resource = SimulatedEstate.Checkout.ToLowerInvariant(),
            Threshold = 10,
            Signal = new Signal(SignalKind.Metric, "Http5xx", "Microsoft.Web/sites", "Total", "GreaterThan", TimeSpan.FromMinutes(5), new Dictionary<string, string>()),
        };
        Assert.Equal(SignalState.Firing, (await _reader.ReadAsync(alert, null, default)).State);
        var plan = await _estate.PlanAsync("site.restart", SimulatedEstate.Checkout, []);
        Assert.Equal(StartOutcome.Accepted, (await _estate.Actions[plan.Action].StartAsync(plan, "op-1", default)).Outcome);
        var done = _estate.Clock.GetUtcNow();
        _estate.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(SignalState.Healthy, (await _reader.ReadAsync(alert, done + TimeSpan.FromMinutes(1), default)).State);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task A_read_that_fails_is_unknown_with_its_reason(int status)
    {
        await _estate.FaultAsync(new { route = "*/microsoft.insights/metrics*", status });
        var reading = await _reader.ReadAsync(Cpu(), null, default);
        Assert.Equal(SignalState.Unknown, reading.State);
        Assert.Contains($"{status}", reading.Reason);
    }

    [Fact]
    public async Task Stale_answers_are_unknown()
    {
        await _estate.FaultAsync(new { route = "*/microsoft.insights/metrics*", staleMinutes = 12 });
        Assert.Equal(SignalState.Unknown, (await _reader.ReadAsync(Cpu(), null, default)).State);
    }

    [Fact]
    public async Task A_metric_that_the_resource_lacks_is_unknown()
    {
        var alert = Cpu();
        Assert.Equal(SignalState.Unknown, (await _reader.ReadAsync(alert with { Signal = alert.Signal with { Name = "Nothing" } }, null, default)).State);
    }

    private Alert Cpu() => Cpu(_estate.Clock.GetUtcNow());

    internal static Alert Cpu(DateTimeOffset now) => new()
    {
        Id = "a1",
        Source = "azure-monitor",
        Rule = "cpu",
        Fingerprint = "f",
        Status = AlertStatus.Firing,
        Severity = Severity.Sev1,
        Signal = new Signal(SignalKind.Metric, "Percentage CPU", "Microsoft.Compute/virtualMachineScaleSets", "Average", "GreaterThan", TimeSpan.FromMinutes(5), new Dictionary<string, string>()),
        Resource = SimulatedEstate.Web.ToLowerInvariant(),
        Summary = "CPU",
        Threshold = 85,
        StartsAt = now,
        ReceivedAt = now,
        PayloadReference = "p/r",
    };
}
