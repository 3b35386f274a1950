using System.Text.Json.Nodes;
using OpsAutomation.Cli.Rehearsing.Performing;
using OpsAutomation.Cli.Rehearsing.Scripts;
using OpsAutomation.Testing.Rehearsals;

namespace OpsAutomation.EndToEnd.Clients;

/// <summary>
/// Every call that our actions send to ARM in a rehearsal is an operation of Microsoft's own clients, under an API version that
/// those know. A path with a slip in it would work against a simulated Azure with the same slip.
/// </summary>
public sealed class RecordingTests
{
    private const string Ours = "opsautomation";
    private const string Arm = "management.azure.com";

    [ClientsFact]
    public async Task Every_call_of_every_happy_rehearsal_is_an_operation_of_the_official_clients()
    {
        var plays = await ShippedRehearsals.PlayAsync([.. ShippedRehearsals.Scripts.Where(r => r.Kind == RehearsalKind.Happy)], Performance.PlainSeed);
        var calls = plays.SelectMany(p => p.Calls).Where(c => c.Principal == Ours && c.Host == Arm && !IsFollowed(c.Path))
            .Select(c => (c.Method, c.Path, c.ApiVersion)).Distinct().ToArray();

        var recorded = new JsonArray([.. calls.Select(c => new JsonObject { ["method"] = c.Method, ["path"] = c.Path, ["apiVersion"] = c.ApiVersion })]);
        var checkedCalls = (await NodeScript.RunAsync("operations.mjs", recorded.ToJsonString())).Single().AsArray();

        Assert.True(calls.Length > 40, $"Only {calls.Length} calls were recorded.");
        Assert.All(checkedCalls, call =>
        {
            Assert.True(call!["operation"] is not null, $"No client has {call.ToJsonString()}");
            Assert.True(string.CompareOrdinal((string?)call["apiVersion"], (string?)call["newest"]) <= 0, $"The clients know no such version: {call.ToJsonString()}");
        });
        foreach (var changing in plays.Where(p => p.Effects > 0))
        {
            Assert.Contains(changing.Calls, c => c.Principal == Ours && c.Changes);
        }
    }

    // Where an operation is looked at is said by Azure in its answer; no client builds such an address.
    private static bool IsFollowed(string path) =>
        path.Contains("/operations/", StringComparison.OrdinalIgnoreCase) || path.Contains("/operationresults/", StringComparison.OrdinalIgnoreCase);
}
