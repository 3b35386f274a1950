using System.Text.Json.Nodes;

namespace OpsAutomation.EndToEnd.Clients;

/// <summary>
/// The simulated Azure is right when Microsoft's own clients, generated from the published API descriptions in another
/// language, cannot tell: their paths, versions, deserialisers and pollers of long-running operations.
/// </summary>
public sealed class ArmClientTests
{
    [ClientsFact]
    public async Task The_official_JavaScript_clients_drive_the_simulated_Azure()
    {
        await using var cloud = await SimulatedPort.StartAsync();
        var said = await NodeScript.RunAsync("drive.mjs", string.Empty, cloud.Address);
        string Of(string what) => Assert.Single(said, line => line["what"]!.GetValue<string>() == what).ToJsonString();

        Assert.Equal("""{"what":"scale set","capacity":2}""", Of("scale set"));
        Assert.Equal("""{"what":"scale sets","names":["vmss-shop-db","vmss-shop-web"]}""", Of("scale sets"));
        Assert.Equal("""{"what":"scaled","capacity":3,"state":"Succeeded"}""", Of("scaled"));
        Assert.Equal("""{"what":"instances","ids":["0","1","2"]}""", Of("instances"));
        Assert.Equal("""{"what":"stale etag","refused":true,"status":412,"code":"PreconditionFailed"}""", Of("stale etag"));
        Assert.Equal("""{"what":"locked","refused":true,"status":409,"code":"ScopeLocked"}""", Of("locked"));
        Assert.Equal("""{"what":"absent","refused":true,"status":404,"code":"ResourceNotFound"}""", Of("absent"));
        Assert.Equal("""{"what":"machine deallocated","power":"PowerState/deallocated"}""", Of("machine deallocated"));
        Assert.Equal("""{"what":"machine started","power":"PowerState/running"}""", Of("machine started"));
        Assert.Equal("""{"what":"site","state":"Running","plan":"plan-shop","workers":2}""", Of("site"));
        Assert.StartsWith("""{"what":"metric","name":"Percentage CPU","unit":"Percent","points":""", Of("metric"), StringComparison.Ordinal);
        Assert.Equal("""{"what":"vault","uri":"https://kv-clients.vault.azure.net/","listed":["kv-clients"],"secrets":0}""", Of("vault"));
        Assert.Equal("""{"what":"no vault","refused":true,"status":404,"code":"ResourceNotFound"}""", Of("no vault"));
        Assert.Equal("""{"what":"deleted machine","refused":true,"status":404,"code":"ResourceNotFound"}""", Of("deleted machine"));
        Assert.Equal("""{"what":"deleted site","refused":true,"status":404,"code":"ResourceNotFound"}""", Of("deleted site"));
        Assert.Equal("""{"what":"no site","refused":true,"status":404,"code":"ResourceNotFound"}""", Of("no site"));
        Assert.Equal("""{"what":"deleted vault","refused":true,"status":404,"code":"ResourceNotFound"}""", Of("deleted vault"));
        var log = JsonNode.Parse(Of("activity log"))!;
        Assert.Equal(["client-test"], log["callers"]!.AsArray().Select(c => c!.GetValue<string>()));
        Assert.Equal(
            ["Microsoft.Compute/virtualMachineScaleSets/write", "Microsoft.Compute/virtualMachines/deallocate/action", "Microsoft.Compute/virtualMachines/restart/action",
                "Microsoft.Compute/virtualMachines/start/action", "Microsoft.Web/sites/restart/action"],
            log["operations"]!.AsArray().Select(o => o!.GetValue<string>()));
    }
}
