using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Guardrails.Claims;
using OpsAutomation.Core.Records;
using OpsAutomation.Integrations.Arm;
using OpsAutomation.Integrations.Arm.Actions;
using OpsAutomation.Integrations.Arm.Calls;
using OpsAutomation.Integrations.Arm.Prices;
using OpsAutomation.Integrations.Credentials;
using OpsAutomation.SimulatedAzure;
using OpsAutomation.Testing.Permissions;

namespace OpsAutomation.Integration.Integrations.Permissions;

/// <summary>A simulated estate that takes note of every request that our actions send, with its query.</summary>
internal sealed class RecordedEstate : IAsyncDisposable
{
    private const string Us = "ops-automation";
    private readonly string _directory = Directory.CreateTempSubdirectory("ops-sim-").FullName;
    private readonly SimulatedCloud _cloud;
    private readonly Recorder _recorder;
    private readonly HttpClient _client;
    private readonly ProtectionReader _protections;

    public RecordedEstate(string estate)
    {
        var path = Path.Combine(_directory, "estate.yaml");
        File.WriteAllText(path, estate);
        _cloud = new SimulatedCloud(new SimulatedAzureOptions { DatabasePath = Path.Combine(_directory, "azure.db"), EstatePath = path }, Clock, NullLoggerFactory.Instance);
        _recorder = new Recorder { InnerHandler = _cloud.CreateHandler(Us) };
        _client = new HttpClient(_recorder) { Timeout = Timeout.InfiniteTimeSpan };
        var (transport, credential, calls) = (new HttpClientTransport(_client), _cloud.CreateCredential(Us), new RecentArmCalls());
        var arm = new ArmGateway(credential, transport, Clock, calls);
        var services = CatalogLoader.Load(Path.Combine(AppContext.BaseDirectory, "catalog"), AzureActions.Descriptions).Catalog!.Services;
        _protections = new ProtectionReader(arm);
        Actions = AzureActions.All(arm, FilePriceList.Empty).Values
            .Concat(CredentialActions.All(new CredentialDoors(arm, credential, transport, calls, services, [], new OperationClaims(new MemoryRecordStore(), Clock))))
            .ToDictionary(a => a.Descriptor.Name, StringComparer.Ordinal);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 13, 41, 0, TimeSpan.Zero));

    public IReadOnlyDictionary<string, IAction> Actions { get; }

    /// <summary>What the requests so far needed.</summary>
    public IReadOnlyCollection<ImpliedOperation> Implied => [.. _recorder.Requests.SelectMany(r => ImpliedOperations.Of(r.Method, r.Uri)).Distinct()];

    /// <summary>Begins the notes anew.</summary>
    public void Forget() => _recorder.Requests.Clear();

    /// <summary>Another client changes something.</summary>
    public async Task OtherAsync(string method, string path)
    {
        using var client = new HttpClient(_cloud.CreateHandler("somebody-else")) { Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri($"https://management.azure.com{path}"));
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer sim.somebody-else");
        using var answer = await client.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The whole life of an action: planned, taken over before and after it was sent, followed to its end, verified.</summary>
    public async Task RunAsync(string action, string resource, string with)
    {
        var subject = Actions[action];
        var planned = await subject.PlanAsync(new PlanRequest(resource, (JsonObject)JsonNode.Parse(with)!, 10), default);
        var plan = planned.Plan ?? throw new InvalidOperationException(planned.Refusal);
        await subject.AdoptAsync(plan, "op-0", default);

        // As the sender does right before a change.
        await _protections.ReadAsync(resource, default);
        var start = await subject.StartAsync(plan, "op-1", default);
        Assert.True(start.Outcome == StartOutcome.Accepted, start.Reason);
        await subject.AdoptAsync(plan, "op-1", default);
        PollResult poll;
        var looks = 0;
        do
        {
            poll = await subject.PollAsync(plan, start.StatusUrl, default);
            Clock.Advance(poll.RetryAfter ?? TimeSpan.FromSeconds(10));
        }
        while (poll.Outcome == PollOutcome.Running && ++looks < 60);
        Assert.True(poll.Outcome == PollOutcome.Succeeded, poll.Reason);
        await subject.AdoptAsync(plan, "op-1", default);
        await subject.VerifyAsync(plan, default);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _recorder.Dispose();
        await _cloud.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private sealed class Recorder : DelegatingHandler
    {
        public ConcurrentQueue<(string Method, Uri Uri)> Requests { get; } = new();

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Enqueue((request.Method.Method, request.RequestUri!));
            return base.SendAsync(request, cancellationToken);
        }
    }
}
