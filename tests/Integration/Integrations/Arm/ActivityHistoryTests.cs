using OpsAutomation.Integrations.Arm;

namespace OpsAutomation.Integration.Integrations.Arm;

public sealed class ActivityHistoryTests : IAsyncLifetime
{
    private readonly SimulatedEstate _estate = new();

    private ActivityHistory Log => new(_estate.Arm);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _estate.DisposeAsync();

    [Fact]
    public async Task Each_operation_of_the_hour_is_one_line_with_who_did_it_and_how_it_ended()
    {
        await _estate.OtherAsync("PATCH", $"{SimulatedEstate.Web}?api-version=2024-07-01", new { sku = new { capacity = 3 } });
        _estate.Clock.Advance(TimeSpan.FromMinutes(5));
        await _estate.OtherAsync("POST", $"{SimulatedEstate.Checkout}/restart?api-version=2023-12-01");
        var seen = await Log.ReadAsync(SimulatedEstate.Web, TimeSpan.FromHours(1), default);
        Assert.Equal("Microsoft.Compute/virtualMachineScaleSets/write Succeeded by somebody-else", Assert.Single(seen.Lines).Text);
        Assert.StartsWith("All 1 entries of the activity log", seen.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_failed_is_told_with_the_code_and_the_message_of_Azure()
    {
        await _estate.FaultAsync(new { method = "PATCH", failOperation = new { code = "AllocationFailed", message = "No capacity. AccountKey=c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2U=" }, count = 1 });
        await _estate.OtherAsync("PATCH", $"{SimulatedEstate.Web}?api-version=2024-07-01", new { sku = new { capacity = 3 } });
        _estate.Clock.Advance(TimeSpan.FromMinutes(5));
        var line = Assert.Single((await Log.ReadAsync(SimulatedEstate.Web, TimeSpan.FromHours(1), default)).Lines).Text;
        Assert.Contains("Failed by somebody-else: AllocationFailed No capacity.", line, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_older_than_the_window_is_not_there_and_an_empty_log_says_so()
    {
        await _estate.OtherAsync("PATCH", $"{SimulatedEstate.Web}?api-version=2024-07-01", new { sku = new { capacity = 3 } });
        _estate.Clock.Advance(TimeSpan.FromHours(2));
        var seen = await Log.ReadAsync(SimulatedEstate.Web, TimeSpan.FromHours(1), default);
        Assert.Empty(seen.Lines);
        Assert.StartsWith("There is no entry in the activity log", seen.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("/providers/Microsoft.Graph/users/cccccccc-0000-4000-8000-000000000001")]
    [InlineData("the web tier' or 1 eq 1")]
    public async Task An_alert_about_no_resource_of_Azure_asks_nobody(string? resource)
    {
        Assert.Contains("names no resource", (await Log.ReadAsync(resource, TimeSpan.FromHours(1), default)).Reason, StringComparison.Ordinal);
        Assert.Empty(_estate.Calls.All);
    }

    [Fact]
    public async Task A_log_that_cannot_be_read_is_a_reason_and_no_exception()
    {
        await _estate.FaultAsync(new { route = "*/eventtypes/*", status = 403 });
        var seen = await Log.ReadAsync(SimulatedEstate.Web, TimeSpan.FromHours(1), default);
        Assert.Empty(seen.Lines);
        Assert.StartsWith("The activity log could not be read.", seen.Reason, StringComparison.Ordinal);
    }
}
