namespace OpsAutomation.Integration.SimulatedAzure;

/// <summary>A DELETE is answered as each service answers it: some are over at once, others are operations.</summary>
public sealed class Deletions
{
    private const string Web = "?api-version=2023-12-01";
    private const string Compute = "?api-version=2024-07-01";

    [Theory]
    [InlineData(SimulatedShop.Checkout + Web, 200, 404)]
    [InlineData(SimulatedShop.Plan + Web, 200, 204)]
    public async Task What_is_deleted_at_once_is_gone_when_it_is_answered(string address, int first, int second)
    {
        await using var shop = new SimulatedShop();
        Assert.Equal(first, (await shop.Http.SendJsonAsync("DELETE", address)).Status);
        Assert.Equal(404, (await shop.Http.SendJsonAsync("GET", address)).Status);
        Assert.Equal(second, (await shop.Http.SendJsonAsync("DELETE", address)).Status);
    }

    [Fact]
    public async Task A_machine_is_there_until_its_operation_has_ended_and_deleting_it_again_is_no_error()
    {
        await using var shop = new SimulatedShop();
        var (status, _, answer) = await shop.Http.SendJsonAsync("DELETE", SimulatedShop.Batch + Compute);
        Assert.Equal(202, status);
        Assert.True(answer.Headers.Contains("Azure-AsyncOperation"));
        Assert.Equal(200, (await shop.Http.SendJsonAsync("GET", SimulatedShop.Batch + Compute)).Status);
        shop.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(404, (await shop.Http.SendJsonAsync("GET", SimulatedShop.Batch + Compute)).Status);
        Assert.Equal(204, (await shop.Http.SendJsonAsync("DELETE", SimulatedShop.Batch + Compute)).Status);
    }
}
