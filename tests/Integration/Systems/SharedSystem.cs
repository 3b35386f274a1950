using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems;

/// <summary>One system for all tests of a class that do not disturb each other.</summary>
public sealed class SharedSystem : IAsyncLifetime
{
    public LocalSystemDriver Driver { get; private set; } = null!;

    public async Task InitializeAsync() => Driver = await LocalSystemDriver.StartAsync();

    public async Task DisposeAsync() => await Driver.DisposeAsync();
}
