using Azure;
using Azure.Core;
using Azure.ResourceManager.Compute;
using Azure.ResourceManager.Compute.Models;

namespace OpsAutomation.Integration.SimulatedAzure;

public class ScalingWithTheRealSdk
{
    [Fact]
    public async Task The_real_ArmClient_reads_a_scale_set()
    {
        await using var shop = new SimulatedShop();

        var set = (await shop.WebSet().GetAsync()).Value.Data;

        Assert.Equal("vmss-shop-web", set.Name);
        Assert.Equal(2, set.Sku.Capacity);
        Assert.Equal("shop-web", set.Tags["service"]);
        Assert.Equal("Succeeded", set.ProvisioningState);
        Assert.NotNull(set.UniqueId);
    }

    [Fact]
    public async Task A_scale_out_runs_as_a_long_running_operation_and_ends_on_the_clock()
    {
        await using var shop = new SimulatedShop();
        var web = shop.WebSet();
        var patch = new VirtualMachineScaleSetPatch { Sku = new ComputeSku { Name = "Standard_D2s_v5", Tier = "Standard", Capacity = 4 } };

        var operation = await web.UpdateAsync(WaitUntil.Started, patch);
        Assert.False(operation.HasCompleted);
        var during = (await web.GetAsync()).Value.Data;
        Assert.Equal(4, during.Sku.Capacity);
        Assert.Equal("Updating", during.ProvisioningState);

        shop.Clock.Advance(TimeSpan.FromSeconds(44));
        await operation.UpdateStatusAsync();
        Assert.False(operation.HasCompleted);

        shop.Clock.Advance(TimeSpan.FromSeconds(1));
        await operation.UpdateStatusAsync();
        Assert.True(operation.HasCompleted);
        Assert.Equal(4, operation.Value.Data.Sku.Capacity);
        Assert.Equal("Succeeded", (await web.GetAsync()).Value.Data.ProvisioningState);
    }

    [Fact]
    public async Task Instances_appear_when_the_scale_out_has_ended()
    {
        await using var shop = new SimulatedShop();
        var web = shop.WebSet();
        var patch = new VirtualMachineScaleSetPatch { Sku = new ComputeSku { Name = "Standard_D2s_v5", Tier = "Standard", Capacity = 3 } };
        await web.UpdateAsync(WaitUntil.Started, patch);

        Assert.Equal(["Succeeded", "Succeeded", "Creating"], await StatesAsync(web));
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["Succeeded", "Succeeded", "Succeeded"], await StatesAsync(web));
    }

    [Fact]
    public async Task A_virtual_machine_can_be_deallocated_and_started_again()
    {
        await using var shop = new SimulatedShop();
        var machine = shop.Arm().GetVirtualMachineResource(new ResourceIdentifier(SimulatedShop.Batch));

        var stop = await machine.DeallocateAsync(WaitUntil.Started);
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        await stop.UpdateStatusAsync();
        Assert.True(stop.HasCompleted);
        Assert.Contains((await machine.InstanceViewAsync()).Value.Statuses, status => status.Code == "PowerState/deallocated");

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => machine.RestartAsync(WaitUntil.Started));
        Assert.Equal("OperationNotAllowed", refused.ErrorCode);

        await machine.PowerOnAsync(WaitUntil.Started);
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains((await machine.InstanceViewAsync()).Value.Statuses, status => status.Code == "PowerState/running");
    }

    [Fact]
    public async Task Subscriptions_groups_and_generic_resources_can_be_listed_and_read()
    {
        await using var shop = new SimulatedShop();
        var subscription = await shop.Arm().GetDefaultSubscriptionAsync();
        var groups = new List<string>();
        await foreach (var group in subscription.GetResourceGroups())
        {
            groups.Add(group.Data.Name);
        }

        var resources = new List<string>();
        await foreach (var resource in subscription.GetGenericResourcesAsync(filter: "tagName eq 'service' and tagValue eq 'shop-checkout'"))
        {
            resources.Add(resource.Data.Name);
        }

        var site = await shop.Arm().GetGenericResource(new ResourceIdentifier(SimulatedShop.Checkout)).GetAsync();

        Assert.Equal(["rg-shop"], groups);
        Assert.Equal(["plan-shop", "app-shop-checkout"], resources);
        Assert.Equal("app-shop-checkout", site.Value.Data.Name);
        Assert.Contains("Running", site.Value.Data.Properties.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_operation_reaches_the_SDK_with_its_code_and_leaves_the_instances_as_they_were()
    {
        await using var shop = new SimulatedShop();
        await shop.Http.SendJsonAsync("POST", "/_sim/faults", """{"method":"PATCH","failOperation":{"code":"AllocationFailed","message":"No capacity."}}""");
        var web = shop.WebSet();
        var patch = new VirtualMachineScaleSetPatch { Sku = new ComputeSku { Name = "Standard_D2s_v5", Tier = "Standard", Capacity = 4 } };
        var operation = await web.UpdateAsync(WaitUntil.Started, patch);
        Assert.True(operation.GetRawResponse().Headers.TryGetValue("Azure-AsyncOperation", out var address));
        shop.Clock.Advance(TimeSpan.FromMinutes(1));

        await Assert.ThrowsAsync<RequestFailedException>(async () => await operation.UpdateStatusAsync());

        // The SDK watches the resource's provisioning state here; why it failed stands at the operation's own address.
        var (_, status, _) = await shop.Http.SendJsonAsync("GET", address!);
        Assert.Equal(("Failed", "AllocationFailed"), (status["status"]!.GetValue<string>(), status.ErrorCode()));
        Assert.Equal("Failed", (await web.GetAsync()).Value.Data.ProvisioningState);
        Assert.Equal(["Succeeded", "Succeeded", "Creating", "Creating"], await StatesAsync(web));
    }

    private static async Task<List<string>> StatesAsync(VirtualMachineScaleSetResource set)
    {
        var states = new List<string>();
        await foreach (var one in set.GetVirtualMachineScaleSetVms().GetAllAsync())
        {
            states.Add(one.Data.ProvisioningState);
        }

        return states;
    }
}
