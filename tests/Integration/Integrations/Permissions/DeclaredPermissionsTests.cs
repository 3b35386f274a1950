using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Permissions;
using OpsAutomation.Integration.Integrations.Arm;
using OpsAutomation.Integrations.Arm.Actions;

namespace OpsAutomation.Integration.Integrations.Permissions;

/// <summary>What an action says that it needs is what its requests need: no request is denied in Azure, and nothing is granted for none.</summary>
public sealed class DeclaredPermissionsTests
{
    private const string Vault = SimulatedEstate.Group + "/providers/Microsoft.KeyVault/vaults/kv-shop/secrets/";
    private const string Account = SimulatedEstate.Group + "/providers/Microsoft.Storage/storageAccounts/stshopbatch";
    private const string Payments = "/providers/Microsoft.Graph/applications/aaaaaaaa-0000-4000-8000-000000000001";
    private const string Maria = "/providers/Microsoft.Graph/users/cccccccc-0000-4000-8000-000000000001";

    // A rule is written back with its content, which only a plan to remove it knows.
    private const string TemporarySsh = """{"rule":"temporary-ssh","content":"CONTENT"}""";

    /// <summary>Action, resource, parameters, and the action that must have been done before it.</summary>
    public static TheoryData<string, string, string> All { get; } = new()
    {
        { "vmss.scale-out", Estates.Set, """{"add":1}""" },
        { "vmss.set-capacity", Estates.Set, """{"capacity":2}""" },
        { "plan.scale-out", Estates.Farm, """{"add":1}""" },
        { "plan.set-capacity", Estates.Farm, """{"capacity":3}""" },
        { "site.restart", Estates.Site, "{}" },
        { "site.swap-slots", Estates.Site, """{"slot":"last-good"}""" },
        { "vm.restart", Estates.Machine, "{}" },
        { "vm.deallocate", Estates.Machine, "{}" },
        { "vm.start", Estates.Machine, "{}" },
        { "vm.resize", Estates.Machine, """{"size":"Standard_D2s_v5"}""" },
        { "vmss.restart-instance", Estates.Set, "{}" },
        { "plan.resize", Estates.Farm, """{"smaller":true}""" },
        { "function.always-ready", Estates.Flex, """{"instances":2}""" },
        { "flag.off", Estates.Store, """{"flag":"new-basket"}""" },
        { "flag.set", Estates.Store, """{"flag":"new-basket","value":"INVERSE"}""" },
        { "nsg.remove-rule", Estates.Rules, "{}" },
        { "nsg.put-rule", Estates.Rules, TemporarySsh },
        { "app.add-secret", Payments, """{"validDays":180}""" },
        { "app.revoke-secret", Payments, """{"compromised":true}""" },
        { "user.revoke-sessions", Maria, "{}" },
        { "keyvault.rotate-secret", Vault + "payments-client-secret", """{"validDays":180}""" },
        { "keyvault.retire-secret", Vault + "payments-client-secret", """{"overlapMinutes":60}""" },
        { "storage.rotate-key", Account, "{}" },
        { "storage.retire-key", Account, """{"overlapMinutes":60}""" },
    };

    [Fact]
    public void Every_action_is_looked_at() =>
        Assert.Equal(AzureActions.Descriptions.Select(d => d.Name).Order(StringComparer.Ordinal), All.Select(row => (string)row[0]).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(All))]
    public async Task An_action_declares_what_its_requests_need_and_no_more(string action, string resource, string with)
    {
        await using var estate = new RecordedEstate(EstateOf(action));
        await PrepareAsync(estate, action, resource);
        var parameters = with.Contains("INVERSE", StringComparison.Ordinal) || with.Contains("CONTENT", StringComparison.Ordinal) ? await BackAsync(estate, action, resource) : with;
        estate.Forget();
        await estate.RunAsync(action, resource, parameters);

        var descriptor = estate.Actions[action].Descriptor;
        Assert.Equal(Sorted(descriptor.Permissions), Sorted(Names(estate, "action").Concat(Unseen(descriptor))));
        Assert.Equal(Sorted(descriptor.DataPermissions), Sorted(Names(estate, "data")));
        Assert.Equal(Sorted(descriptor.ApiPermissions), Sorted(Names(estate, "api")));
        Assert.All(
            estate.Implied.GroupBy(i => i.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.First().Plane == "action"),
            g => Assert.True(OperationLevels.Of(g.Key) == g.Max(i => i.Level), $"{g.Key} is asked for at the {g.Max(i => i.Level)}."));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task What_takes_an_action_back_is_the_one_that_it_declares(string action, string resource, string with)
    {
        if (with.Contains("INVERSE", StringComparison.Ordinal) || with.Contains("CONTENT", StringComparison.Ordinal) || action == "vm.start")
        {
            return;
        }

        await using var estate = new RecordedEstate(EstateOf(action));
        await PrepareAsync(estate, action, resource);
        var planned = await estate.Actions[action].PlanAsync(new PlanRequest(resource, (System.Text.Json.Nodes.JsonObject)System.Text.Json.Nodes.JsonNode.Parse(with)!, 10), default);
        Assert.True(planned.Plan is not null, planned.Refusal);
        if (planned.Plan.Inverse is { } inverse)
        {
            Assert.Equal(inverse.Action, estate.Actions[action].Descriptor.TakenBackBy ?? action);
        }
    }

    /// <summary>What an answer of Azure may lead to, and no answer here does.</summary>
    private static IEnumerable<string> Unseen(ActionDescriptor descriptor)
    {
        // A plan whose write takes long is answered with 202 and a Location; the simulated one is written at once.
        if (descriptor.Name.StartsWith("plan.", StringComparison.Ordinal))
        {
            yield return "Microsoft.Web/serverfarms/operationresults/read";
        }

        // One description serves it and keyvault.rotate-secret, whose target has tags; an application has none.
        if (descriptor.Name == "app.add-secret")
        {
            yield return "Microsoft.Resources/tags/read";
        }

        // The log is asked whose operation runs while the target still is as it was planned for: it would be somebody else's here.
        if (descriptor.Name is "vm.resize" or "nsg.put-rule")
        {
            yield return "Microsoft.Insights/eventtypes/values/read";
        }
    }

    private static string EstateOf(string action) => action.Split('.')[0] is "app" or "keyvault" or "user" or "storage"
        ? File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "catalog", "rehearsals", "estates", "shop-credentials.yaml"))
        : Estates.All;

    private static async Task PrepareAsync(RecordedEstate estate, string action, string resource)
    {
        switch (action)
        {
            case "vm.start":
                await estate.OtherAsync("POST", $"{resource}/deallocate?{Estates.Compute}");
                estate.Clock.Advance(TimeSpan.FromMinutes(5));
                break;
            case "keyvault.retire-secret":
                await estate.RunAsync("keyvault.rotate-secret", resource, """{"validDays":180}""");
                estate.Clock.Advance(TimeSpan.FromHours(2));
                break;
            case "storage.retire-key":
                await estate.RunAsync("storage.rotate-key", resource, "{}");
                estate.Clock.Advance(TimeSpan.FromHours(2));
                break;
            default:
                break;
        }
    }

    // What takes something back has its parameters from the plan of what it takes back.
    private static async Task<string> BackAsync(RecordedEstate estate, string action, string resource)
    {
        var (first, with) = action == "flag.set" ? ("flag.off", """{"flag":"new-basket"}""") : ("nsg.remove-rule", "{}");
        var planned = await estate.Actions[first].PlanAsync(new PlanRequest(resource, (System.Text.Json.Nodes.JsonObject)System.Text.Json.Nodes.JsonNode.Parse(with)!, 10), default);
        await estate.RunAsync(first, resource, with);
        return planned.Plan!.Inverse!.Parameters.ToJsonString();
    }

    private static IEnumerable<string> Names(RecordedEstate estate, string plane) => estate.Implied.Where(i => i.Plane == plane).Select(i => i.Name);

    private static string Sorted(IEnumerable<string> names) => string.Join('\n', names.Select(n => n.ToLowerInvariant()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
}
