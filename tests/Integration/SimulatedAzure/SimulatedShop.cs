using Azure.Core;
using Azure.ResourceManager;
using Azure.ResourceManager.Compute;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OpsAutomation.SimulatedAzure;

namespace OpsAutomation.Integration.SimulatedAzure;

/// <summary>The default estate on a clock that only the test moves, in a folder of its own, with the real SDK in front.</summary>
internal sealed class SimulatedShop : IAsyncDisposable
{
    public const string Subscription = "11111111-1111-1111-1111-111111111111";

    public const string Group = $"/subscriptions/{Subscription}/resourceGroups/rg-shop";

    public const string Web = $"{Group}/providers/Microsoft.Compute/virtualMachineScaleSets/vmss-shop-web";

    public const string Database = $"{Group}/providers/Microsoft.Compute/virtualMachineScaleSets/vmss-shop-db";

    public const string Batch = $"{Group}/providers/Microsoft.Compute/virtualMachines/vm-shop-batch";

    public const string Checkout = $"{Group}/providers/Microsoft.Web/sites/app-shop-checkout";

    public const string Plan = $"{Group}/providers/Microsoft.Web/serverfarms/plan-shop";

    private readonly string _folder = Directory.CreateTempSubdirectory("ops-sim-").FullName;

    public SimulatedShop(string? estate = null, int seed = 1)
    {
        Seed = seed;
        if (estate is not null)
        {
            EstatePath = Path.Combine(_folder, "estate.yaml");
            File.WriteAllText(EstatePath, estate);
        }

        Cloud = Open();
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));

    public SimulatedCloud Cloud { get; private set; }

    public HttpClient Http => new(Cloud.CreateHandler("tester")) { DefaultRequestHeaders = { { "Authorization", "Bearer sim.tester" } } };

    private int Seed { get; }

    private string? EstatePath { get; }

    public ArmClient Arm(string principal = "ops-identity")
    {
        var options = new ArmClientOptions { Transport = Cloud.CreateTransport(principal), Retry = { MaxRetries = 0 } };
        return new ArmClient(Cloud.CreateCredential(principal), Subscription, options);
    }

    public VirtualMachineScaleSetResource WebSet(string principal = "ops-identity") =>
        Arm(principal).GetVirtualMachineScaleSetResource(new ResourceIdentifier(Web));

    /// <summary>Closes the simulation and opens its file again, as after a restart.</summary>
    public async Task ReopenAsync()
    {
        await Cloud.DisposeAsync();
        Cloud = Open();
    }

    public async ValueTask DisposeAsync()
    {
        await Cloud.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private SimulatedCloud Open() => new(
        new SimulatedAzureOptions { DatabasePath = Path.Combine(_folder, "sim.db"), EstatePath = EstatePath, Seed = Seed, AdvanceClock = Clock.Advance },
        Clock, NullLoggerFactory.Instance);
}
