using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Azure.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Integrations.Arm;
using OpsAutomation.Integrations.Arm.Actions;
using OpsAutomation.Integrations.Arm.Calls;
using OpsAutomation.Integrations.Arm.Prices;
using OpsAutomation.SimulatedAzure;

namespace OpsAutomation.Integration.Integrations;

/// <summary>The shop's estate on the simulated Azure, with our side of it on the same clock.</summary>
public sealed class SimulatedEstate : IAsyncDisposable
{
    public const string Group = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-shop";
    public const string Web = Group + "/providers/Microsoft.Compute/virtualMachineScaleSets/vmss-shop-web";
    public const string Database = Group + "/providers/Microsoft.Compute/virtualMachineScaleSets/vmss-shop-db";
    public const string Checkout = Group + "/providers/Microsoft.Web/sites/app-shop-checkout";
    public const string Batch = Group + "/providers/Microsoft.Compute/virtualMachines/vm-shop-batch";
    public const string Farm = Group + "/providers/Microsoft.Web/serverfarms/plan-shop";

    private readonly string _directory = Directory.CreateTempSubdirectory("ops-sim-").FullName;
    private readonly HttpClient _control;

    public SimulatedEstate()
        : this(null)
    {
    }

    /// <summary>Another estate than the shop's.</summary>
    internal SimulatedEstate(string? estate)
    {
        var path = estate is null ? null : Path.Combine(_directory, "estate.yaml");
        if (path is not null)
        {
            File.WriteAllText(path, estate);
        }

        Cloud = new SimulatedCloud(
            new SimulatedAzureOptions { DatabasePath = Path.Combine(_directory, "azure.db"), EstatePath = path }, Clock, NullLoggerFactory.Instance);
        Credential = Cloud.CreateCredential("ops-automation");
        Arm = new ArmGateway(Credential, Cloud.CreateTransport("ops-automation"), Clock, Calls);
        Actions = AzureActions.All(Arm, FilePriceList.Read("prices.yaml", "currency: USD\nperHour: { Standard_D2s_v5: 0.096, Standard_D4s_v5: 0.192, P1v3: 0.155, P2v3: 0.31, FlexConsumption_AlwaysReady_2048MB: 0.03 }\n", new DiagnosticBag()));
        _control = new HttpClient(Cloud.CreateHandler("test")) { BaseAddress = new Uri("https://management.azure.com"), Timeout = Timeout.InfiniteTimeSpan };
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 13, 41, 0, TimeSpan.Zero));

    public SimulatedCloud Cloud { get; }

    public TokenCredential Credential { get; }

    public RecentArmCalls Calls { get; } = new();

    public ArmGateway Arm { get; }

    public IReadOnlyDictionary<string, IAction> Actions { get; }

    /// <summary>A fault that strikes matching requests; see <c>/_sim/faults</c>.</summary>
    public async Task FaultAsync(object fault)
    {
        using var answer = await _control.PostAsJsonAsync("/_sim/faults", fault);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Another client reads or changes something.</summary>
    public async Task<JsonObject?> OtherAsync(string method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer sim.somebody-else");
        using var answer = await _control.SendAsync(request);
        if (!answer.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"{method} {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }

        var text = await answer.Content.ReadAsStringAsync();
        return text.Length == 0 ? null : JsonNode.Parse(text) as JsonObject;
    }

    public async Task<int> CapacityAsync(string id) => (int)(await OtherAsync("GET", $"{id}?api-version=2024-07-01"))!["sku"]!["capacity"]!;

    /// <summary>The power state of a machine.</summary>
    public async Task<string> PowerAsync(string id) =>
        (string)(await OtherAsync("GET", $"{id}/instanceView?api-version=2024-07-01"))!["statuses"]![1]!["code"]!;

    /// <summary>Somebody locks a resource or its group.</summary>
    public Task LockAsync(string scope) => OtherAsync(
        "PUT", $"{scope}/providers/Microsoft.Authorization/locks/freeze?api-version=2020-05-01", new { properties = new { level = "ReadOnly" } });

    /// <summary>Somebody lets autoscale decide how many instances a resource has.</summary>
    public Task AutoscaleAsync(string target, bool enabled = true) => OtherAsync(
        "PUT",
        $"{Group}/providers/Microsoft.Insights/autoscalesettings/by-cpu?api-version=2022-10-01",
        new { location = "westeurope", properties = new { targetResourceUri = target, enabled, profiles = Array.Empty<object>() } });

    /// <summary>How many changes of ours reached Azure.</summary>
    public int Sent => Calls.All.Count(c => c.Method != "GET");

    public async Task<ActionPlan> PlanAsync(string action, string id, JsonObject with, int? maximum = 10)
    {
        var result = await Actions[action].PlanAsync(new PlanRequest(id, with, maximum), default);
        return result.Plan ?? throw new InvalidOperationException(result.Refusal);
    }

    /// <summary>Moves the clock until the operation is over.</summary>
    public async Task<PollResult> FinishAsync(ActionPlan plan, string? statusUrl)
    {
        for (var i = 0; i < 30; i++)
        {
            var poll = await Actions[plan.Action].PollAsync(plan, statusUrl, default);
            if (poll.Outcome is PollOutcome.Succeeded or PollOutcome.Failed)
            {
                return poll;
            }

            Clock.Advance(poll.RetryAfter ?? TimeSpan.FromSeconds(10));
        }

        throw new InvalidOperationException("The operation does not end.");
    }

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        await Cloud.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
