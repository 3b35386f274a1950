using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OpsAutomation.Cli.Rehearsing.Observing;
using OpsAutomation.SimulatedAzure;

namespace OpsAutomation.Cli.Rehearsing;

/// <summary>What a rehearsal does to the simulated Azure, and what it asks of it; see docs/simulated-azure.md.</summary>
internal sealed class RehearsedAzure : IDisposable
{
    public const string Group = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-shop";
    public const string Web = Group + "/providers/Microsoft.Compute/virtualMachineScaleSets/vmss-shop-web";
    public const string Database = Group + "/providers/Microsoft.Compute/virtualMachineScaleSets/vmss-shop-db";
    public const string Checkout = Group + "/providers/Microsoft.Web/sites/app-shop-checkout";
    public const string Batch = Group + "/providers/Microsoft.Compute/virtualMachines/vm-shop-batch";
    public const string Farm = Group + "/providers/Microsoft.Web/serverfarms/plan-shop";
    public const string Cpu = "Percentage CPU";
    public const string Errors = "Http5xx";
    public const string Availability = "VmAvailabilityMetric";

    private const string Principal = "opsautomation";
    private readonly HttpClient _control;
    private readonly TimeProvider _clock;

    internal RehearsedAzure(SimulatedCloud cloud, TimeProvider clock)
    {
        _control = new HttpClient(cloud.CreateHandler("somebody-else"))
        {
            BaseAddress = new Uri("https://management.azure.com"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _clock = clock;
    }

    /// <summary>Adds a fault; see <c>/_sim/faults</c>.</summary>
    public Task FaultAsync(object fault) => SendAsync("POST", "/_sim/faults", fault);

    /// <summary>Takes all faults away.</summary>
    public Task HealAsync() => SendAsync("DELETE", "/_sim/faults");

    /// <summary>Metrics cannot be read from now on.</summary>
    public Task FailMetricsAsync() => FaultAsync(new { route = "*/providers/microsoft.insights/metrics", status = 500 });

    /// <summary>A metric has a value from half an hour ago on, whatever its model says; for ever, or for some time to come.</summary>
    public Task SetMetricAsync(string resource, string metric, double value, TimeSpan? length = null)
    {
        var now = _clock.GetUtcNow();
        var body = new JsonObject { ["resource"] = resource, ["metric"] = metric, ["value"] = value, ["from"] = Wire(now - TimeSpan.FromMinutes(30)) };
        if (length is { } span)
        {
            body["until"] = Wire(now + span);
        }

        return SendAsync("POST", "/_sim/metrics", body);
    }

    /// <summary>Somebody else scales a set by hand.</summary>
    public Task ScaleByHandAsync(string resource, int capacity) =>
        SendAsync("PATCH", $"{resource}?api-version=2024-07-01", new { sku = new { capacity } });

    /// <summary>Somebody locks a resource.</summary>
    public Task LockAsync(string resource) => SendAsync(
        "PUT",
        $"{resource}/providers/Microsoft.Authorization/locks/by-hand?api-version=2020-05-01",
        new { properties = new { level = "ReadOnly" } });

    /// <summary>Somebody turns a machine off.</summary>
    public Task PowerOffByHandAsync(string machine) => SendAsync("POST", $"{machine}/powerOff?api-version=2024-07-01");

    /// <summary>The power state of a machine.</summary>
    public async Task<string> PowerAsync(string machine) =>
        (string)(await SendAsync("GET", $"{machine}/instanceView?api-version=2024-07-01"))!["statuses"]![1]!["code"]!;

    /// <summary>Instances that a scale set should have.</summary>
    public async Task<int> CapacityAsync(string resource) =>
        (int)(await SendAsync("GET", $"{resource}?api-version=2024-07-01"))!["sku"]!["capacity"]!;

    /// <summary>Somebody else does something to a resource, or asks it something.</summary>
    public Task<JsonObject?> ByHandAsync(string method, string address, object? body = null) => SendAsync(method, address, body);

    /// <summary>Calls of ours that would change something, wherever it is, whatever was answered.</summary>
    public async Task<IReadOnlyList<ObservedCall>> ChangesAsync() =>
        [.. (await CallsAsync()).Where(c => c.Changes && string.Equals(c.Principal, Principal, StringComparison.Ordinal))];

    /// <summary>The call log after a sequence number, as the observer reads it.</summary>
    public async Task<IReadOnlyList<ObservedCall>> CallsAsync(long after = 0)
    {
        var log = await SendAsync("GET", $"/_sim/calls?after={after.ToString(CultureInfo.InvariantCulture)}");
        return [.. log!["calls"]!.AsArray().Select(c => ObservedCall.Read((JsonObject)c!))];
    }

    /// <summary>Resources by lower-case id: <c>power</c>, <c>running</c> and <c>body</c>.</summary>
    public async Task<IReadOnlyDictionary<string, JsonObject>> ResourcesAsync() =>
        (await SendAsync("GET", "/_sim/resources"))!["resources"]!.AsArray()
            .ToDictionary(r => ((string)r!["id"]!).ToLowerInvariant(), r => (JsonObject)r!, StringComparer.Ordinal);

    /// <summary>Azure raises an event by itself.</summary>
    public Task RaiseAsync(object happening) => SendAsync("POST", "/_sim/topics/resource-events/events", happening);

    /// <summary>The passwords of an application: ids and names, in order.</summary>
    public async Task<IReadOnlyList<(string KeyId, string? Name)>> PasswordsAsync(string application) =>
    [
        .. (await SendAsync("GET", $"https://graph.microsoft.com/v1.0/applications/{application}"))!["passwordCredentials"]!.AsArray()
            .Select(p => ((string)p!["keyId"]!, (string?)p["displayName"])),
    ];

    /// <summary>The newest version of a vault's secret, with its value, as a consumer reads it.</summary>
    public async Task<(string Value, string Key)> SecretAsync(string name)
    {
        var bundle = await SendAsync("GET", $"https://kv-shop.vault.azure.net/secrets/{name}?api-version=7.4");
        return ((string)bundle!["value"]!, (string)bundle["tags"]!["credential-key"]!);
    }

    /// <summary>Somebody deletes a vault's secret.</summary>
    public Task DeleteSecretByHandAsync(string name) => SendAsync("DELETE", $"https://kv-shop.vault.azure.net/secrets/{name}?api-version=7.4");

    /// <summary>Somebody publishes a version of a vault's secret.</summary>
    public Task PublishByHandAsync(string name, string value) =>
        SendAsync("PUT", $"https://kv-shop.vault.azure.net/secrets/{name}?api-version=7.4", new { value });

    /// <summary>The values of a storage account's keys.</summary>
    public async Task<IReadOnlyDictionary<string, string>> StorageKeysAsync(string account) =>
        (await SendAsync("POST", $"{account}/listKeys?api-version=2023-05-01"))!["keys"]!.AsArray()
            .ToDictionary(k => (string)k!["keyName"]!, k => (string)k!["value"]!, StringComparer.Ordinal);

    /// <summary>Texts of the cards that people got.</summary>
    public async Task<IReadOnlyList<string>> CardsAsync() =>
        [.. (await SendAsync("GET", "/_sim/sinks/teams"))!["messages"]!.AsArray().Select(m => m!["body"]!.ToJsonString(Plain))];

    /// <inheritdoc/>
    public void Dispose() => _control.Dispose();

    private static readonly System.Text.Json.JsonSerializerOptions Plain = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static string Wire(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);

    private async Task<JsonObject?> SendAsync(string method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer sim.somebody-else");
        using var answer = await _control.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? text.Length == 0 ? null : JsonNode.Parse(text) as JsonObject
            : throw new InvalidOperationException($"{method} {path}: {(int)answer.StatusCode} {text}");
    }
}
