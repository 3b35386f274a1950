using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace OpsAutomation.Testing.Systems.Processes;

/// <summary>The <c>/_sim/</c> routes of the simulated Azure (docs/simulated-azure.md).</summary>
/// <param name="address">Where it is served.</param>
public sealed class SimApi(Uri address) : IDisposable
{
    /// <summary>The scale set of the default estate that the sample alert 'cpu-high' is about.</summary>
    public const string WebTier =
        "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-shop/providers/Microsoft.Compute/virtualMachineScaleSets/vmss-shop-web";

    private readonly HttpClient _client = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(20) };

    /// <summary>Moves the one clock of the system on.</summary>
    public Task AdvanceAsync(TimeSpan by) => PostAsync("/_sim/clock/advance", new JsonObject { ["by"] = $"{(long)by.TotalSeconds}s" });

    /// <summary>How many requests and activities run in the system at this moment.</summary>
    public async Task<int> AtWorkAsync() => (await GetAsync("/_sim/clock"))["atWork"]!.GetValue<int>();

    /// <summary>Installs a fault.</summary>
    public Task AddFaultAsync(JsonObject fault) => PostAsync("/_sim/faults", fault);

    /// <summary>How many requests all installed faults together have struck; one that is still held counts.</summary>
    public async Task<int> StruckAsync() => (await GetAsync("/_sim/faults"))["faults"]!.AsArray().Sum(f => f!["applied"]!.GetValue<int>());

    /// <summary>Statuses of the calls of a method to a resource in order: 200s, or 0 where the answer was dropped after the effect.</summary>
    public async Task<IReadOnlyList<int>> CallsAsync(string method, string resource) =>
        [.. (await GetAsync($"/_sim/calls?method={method}&prefix={Uri.EscapeDataString(resource)}"))["calls"]!.AsArray()
            .Where(c => c!["path"]!.GetValue<string>().Equals(resource, StringComparison.OrdinalIgnoreCase))
            .Select(c => c!["status"]!.GetValue<int>())];

    /// <summary>How many instances a scale set is told to have.</summary>
    public async Task<int> CapacityAsync(string resource) =>
        (await GetAsync("/_sim/resources"))["resources"]!.AsArray()
            .Single(r => r!["id"]!.GetValue<string>().Equals(resource, StringComparison.OrdinalIgnoreCase))!["body"]!["sku"]!["capacity"]!.GetValue<int>();

    /// <summary>The Adaptive Cards that Teams received in order.</summary>
    public async Task<IReadOnlyList<JsonObject>> CardsAsync() =>
        [.. (await GetAsync("/_sim/sinks/teams"))["messages"]!.AsArray()
            .SelectMany(m => m!["body"]!["attachments"]!.AsArray())
            .Select(a => a!["content"]!.AsObject())];

    /// <summary>The newest card with links to decide, as soon as there is one.</summary>
    public Task<JsonObject> ApprovalCardAsync() => Eventually.GetAsync(
        "a card that asks for an approval",
        async () => (await CardsAsync()).LastOrDefault(c => Links(c).ContainsKey("Reject")));

    /// <summary>The links of a card by their titles.</summary>
    public static IReadOnlyDictionary<string, Uri> Links(JsonObject card) => card["actions"]!.AsArray()
        .ToDictionary(a => a!["title"]!.GetValue<string>(), a => new Uri(a!["url"]!.GetValue<string>()), StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await _client.GetStringAsync(path))!;

    private async Task PostAsync(string path, JsonObject body)
    {
        using var content = JsonContent.Create(body);
        using var answer = await _client.PostAsync(path, content);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"POST {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }
    }
}
