using OpsAutomation.Cli.Permissions;
using OpsAutomation.Cli.Rehearsing;
using OpsAutomation.Cli.Rehearsing.Observing;
using OpsAutomation.Cli.Rehearsing.Scripts;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Permissions;
using OpsAutomation.Integrations.Arm.Actions;
using OpsAutomation.Testing.Permissions;
using OpsAutomation.Testing.Rehearsals;

namespace OpsAutomation.Rehearsals;

/// <summary>Whatever happens on a happy day, Azure would let it: each request is allowed by a role at a scope that the catalogue gives.</summary>
public sealed class LeastPrivilege
{
    private const string Ours = "opsautomation";
    private const string Vaults = ".vault.azure.net";
    private const string Stores = ".azconfig.io";

    [Fact]
    public async Task Every_request_of_every_happy_rehearsal_is_allowed_by_an_assignment()
    {
        var catalog = CatalogLoader.Load(RehearsalFolders.Catalog, AzureActions.Descriptions).Catalog!;
        var report = RoleLint.Report(catalog);
        var plays = (await ShippedRehearsals.Plain).Where(p => p.Script.Kind == RehearsalKind.Happy && p.Script.Expect.Then is null);

        var calls = plays.SelectMany(p => p.Calls).Where(c => c.Principal == Ours && IsOfAzure(c.Host)).DistinctBy(c => (c.Method, c.Host, c.Path)).ToList();
        Assert.True(calls.Count > 60, $"Only {calls.Count} requests were made.");
        Assert.Empty(calls.SelectMany(c => ImpliedOperations.Of(c.Method, new Uri($"https://{c.Host}{c.Path}")).Where(o => !IsAllowed(report, c, o)).Select(o => $"{o.Name} for {c.Method} {c.Host}{c.Path}")));
    }

    private static bool IsOfAzure(string host) =>
        host is "management.azure.com" or "graph.microsoft.com" || host.EndsWith(Vaults, StringComparison.Ordinal) || host.EndsWith(Stores, StringComparison.Ordinal);

    private static bool IsAllowed(PermissionReport report, ObservedCall call, ImpliedOperation operation) => operation.Plane == "api"
        ? report.Apis.Any(a => $"{a.Service}: {a.Permission}" == operation.Name)
        : report.Assignments.Any(a => Covers(a.Scope, call) && Holds(report.Roles.Single(r => r.Key == a.Role), operation));

    private static bool Holds(CustomRole role, ImpliedOperation operation) =>
        (operation.Plane == "data" ? role.DataActions : role.Actions).Any(o => string.Equals(o.Name, operation.Name, StringComparison.OrdinalIgnoreCase));

    private static bool Covers(string scope, ObservedCall call)
    {
        var name = call.Host.Split('.')[0];
        return call.Host switch
        {
            "management.azure.com" => (call.Path + "/").StartsWith(scope + "/", StringComparison.OrdinalIgnoreCase),
            var h when h.EndsWith(Vaults, StringComparison.Ordinal) => scope.EndsWith($"/vaults/{name}/secrets/{call.Path.Split('/')[2]}", StringComparison.OrdinalIgnoreCase),
            _ => scope.EndsWith($"/configurationstores/{name}", StringComparison.OrdinalIgnoreCase),
        };
    }
}
