using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using OpsAutomation.Cli.Composition;
using OpsAutomation.Cli.Samples;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Records;
using OpsAutomation.Runtime.Clock;

namespace OpsAutomation.Testing.Systems.Local;

/// <summary>
/// The whole system in this process, in a folder of its own: real functions, real HTTP on loopback, real SQLite, simulated
/// Azure. The clock stands at a known time and jumps only while a test waits for something that has not happened yet, so a
/// deadline never passes behind a test's back.
/// </summary>
public sealed class LocalSystemDriver : IAsyncDisposable
{
    /// <summary>When every system starts.</summary>
    public static readonly DateTimeOffset Morning = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    private readonly DirectoryInfo _data;
    private readonly SystemSetup _setup;
    private Func<bool>? _reached;
    private LocalSystem? _system;
    private HttpClient? _http;
    private HttpClient? _azure;

    private LocalSystemDriver(SystemSetup setup) =>
        (_setup, _data) = (setup, Directory.CreateTempSubdirectory("ops-system-"));

    /// <summary>The running system.</summary>
    internal LocalSystem Local => _system ?? throw new InvalidOperationException("The system is stopped.");

    /// <summary>A client without a key, over a real socket.</summary>
    public HttpClient Http => _http ?? throw new InvalidOperationException("The system is stopped.");

    /// <summary>A client of the simulated Azure that is not the system: somebody in the portal.</summary>
    public HttpClient Azure => _azure ?? throw new InvalidOperationException("The system is stopped.");

    /// <summary>The one clock.</summary>
    public TimeProvider Clock => Local.Clock;

    /// <summary>Where its data lies, as <c>--data</c> of the command line names it.</summary>
    public string DataFolder => _data.FullName;

    /// <summary>The key that opens functions.</summary>
    public string FunctionKey => Local.Host.Keys.HostKey;

    /// <summary>Starts a system on an empty folder.</summary>
    public static async Task<LocalSystemDriver> StartAsync(SystemSetup? setup = null)
    {
        var driver = new LocalSystemDriver(setup ?? new SystemSetup());
        await driver.StartAgainAsync(Morning);
        return driver;
    }

    /// <summary>Stops and starts on the same data; the clock goes on where it was.</summary>
    public async Task RestartAsync()
    {
        var now = Clock.GetUtcNow();
        await StopAsync();
        await StartAgainAsync(now);
    }

    /// <summary>Starts a stopped system on the same data, so long after it began.</summary>
    public Task StartLaterAsync(TimeSpan after) => StartAgainAsync(Morning + after);

    /// <summary>Stops; the data stays.</summary>
    public async Task StopAsync()
    {
        Volatile.Write(ref _reached, null);
        _http?.Dispose();
        _azure?.Dispose();
        (_http, _azure) = (null, null);
        if (Interlocked.Exchange(ref _system, null) is { } system)
        {
            await system.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _data.Delete(recursive: true);
    }

    /// <summary>A service of the host.</summary>
    public T Service<T>()
        where T : notnull => Local.Host.Services.GetRequiredService<T>();

    /// <summary>Posts a body to the intake, with the key.</summary>
    public async Task<Answer> PostAlertAsync(byte[] body, string contentType = "application/json", string? encoding = null, string source = "azure-monitor")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/alerts/{source}") { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (encoding is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        }

        return await SendAsync(request);
    }

    /// <summary>Posts a text to the intake, with the key.</summary>
    public Task<Answer> PostAlertAsync(string body) => PostAlertAsync(Encoding.UTF8.GetBytes(body));

    /// <summary>Posts a body that must be accepted and returns the ids of its alerts.</summary>
    public async Task<IReadOnlyList<string>> FireAsync(string body) => (await PostAlertAsync(body)).Ids;

    /// <summary>Posts a sample of the command line as of now and returns the id of its alert.</summary>
    public async Task<string> FireSampleAsync(string name) =>
        (await PostAlertAsync(SampleAlerts.Find(name, Clock) ?? throw new ArgumentException($"There is no sample {name}.", nameof(name)))).Ids[0];

    /// <summary>Sends a request with the key.</summary>
    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Headers.Add("x-functions-key", FunctionKey);
        using var response = await Http.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    /// <summary>Gets a path with the key.</summary>
    public Task<Answer> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Posts JSON with the key.</summary>
    public Task<Answer> PostAsync(string path, JsonNode body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") });
    }

    /// <summary>Whether the service says that it is well.</summary>
    public async Task<bool> IsHealthyAsync() => (await GetAsync("/api/health")).Status == 200;

    /// <summary>Every disposition of an alert, as the API tells it; empty while there is none.</summary>
    public async Task<IReadOnlyList<Disposition>> DispositionsAsync(string alertId)
    {
        var answer = await GetAsync($"/api/alerts/{alertId}");
        return answer.Status == 404 ? [] : OpsJson.Read<List<Disposition>>(answer.Json["dispositions"]!.ToJsonString());
    }

    /// <summary>Waits for an alert's disposition.</summary>
    public async Task<Disposition> DispositionAsync(string alertId)
    {
        await RunUntilAsync($"a disposition of {alertId}", async () => (await DispositionsAsync(alertId)).Count > 0, httpGoal: true);
        return (await DispositionsAsync(alertId))[^1];
    }

    /// <summary>Waits for an alert's incident.</summary>
    public async Task<string> IncidentOfAsync(string alertId) =>
        (await DispositionAsync(alertId)).IncidentId ?? throw new InvalidOperationException($"{alertId} belongs to no incident.");

    /// <summary>An incident as it is now.</summary>
    public Task<IncidentFile> IncidentAsync(string id) => Service<IncidentJournal>().RequireAsync(id);

    /// <summary>Waits until an incident has one of these states, and people have been told where a person is awaited.</summary>
    public async Task<IncidentFile> StatusAsync(string id, params IncidentStatus[] statuses)
    {
        var journal = Service<IncidentJournal>();
        return await RunUntilAsync($"{id} to be {string.Join(" or ", statuses)}", async () =>
            await journal.ReadAsync(id) is { } file && statuses.Contains(file.Head.Status) && PeopleWereTold(file) ? file : null);
    }

    /// <summary>Waits until an incident's journal shows something.</summary>
    public async Task<IncidentFile> JournalAsync(string id, string what, Func<IncidentFile, bool> holds)
    {
        var journal = Service<IncidentJournal>();
        return await RunUntilAsync($"{id}: {what}", async () => await journal.ReadAsync(id) is { } file && holds(file) ? file : null);
    }

    /// <summary>Incidents as the API lists them.</summary>
    public async Task<IReadOnlyList<Incident>> IncidentsAsync() =>
        OpsJson.Read<List<Incident>>((await GetAsync("/api/incidents")).Json["incidents"]!.ToJsonString());

    /// <summary>Moves the clock and lets what becomes due begin.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        Local.Clock.Advance(by);
        await IdleAsync();
    }

    /// <summary>Lets the clock jump for this long, with everything that happens on the way.</summary>
    public Task LetPassAsync(TimeSpan time)
    {
        var (clock, end) = (Clock, Clock.GetUtcNow() + time);
        return RunUntilAsync($"{time} to pass", () => Task.FromResult(clock.GetUtcNow() >= end));
    }

    /// <summary>Waits until nothing is at work at this moment of the clock.</summary>
    public async Task IdleAsync()
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        await Local.Ledger.WhenIdleAsync(patience.Token);
    }

    /// <summary>Messages of the Teams channel, oldest first.</summary>
    public async Task<IReadOnlyList<JsonNode>> CardsAsync() => [.. (await SimAsync("GET", "sinks/teams"))["messages"]!.AsArray().Select(m => m!)];

    /// <summary>What the system asked Azure, oldest first, as <c>METHOD path</c>.</summary>
    public async Task<IReadOnlyList<string>> AzureCallsAsync(string? method = null) =>
        [.. (await SimAsync("GET", "calls?principal=opsautomation"))["calls"]!.AsArray()
            .Where(c => method is null || c!["method"]!.GetValue<string>() == method)
            .Select(c => $"{c!["method"]} {c["path"]}")];

    /// <summary>Calls that change a resource: neither reads nor publishing nor messages.</summary>
    public async Task<IReadOnlyList<string>> ChangesAsync() =>
        [.. (await AzureCallsAsync()).Where(c => !c.StartsWith("GET ", StringComparison.Ordinal) && c.Contains(" /subscriptions/", StringComparison.OrdinalIgnoreCase))];

    /// <summary>A request to the simulated Azure's own routes.</summary>
    public async Task<JsonNode> SimAsync(string method, string path, JsonNode? body = null) => (await AzureAsync(method, $"/_sim/{path}", body)).Json;

    /// <summary>A request of somebody else to ARM.</summary>
    public async Task<Answer> AzureAsync(string method, string pathAndQuery, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri($"https://management.azure.com{pathAndQuery}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "sim.somebody");
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        using var response = await Azure.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    /// <summary>Lets the clock jump until something holds.</summary>
    /// <exception cref="TimeoutException">It did not within the patience of a test; says who is at work.</exception>
    public async Task<T> RunUntilAsync<T>(string what, Func<Task<T?>> goal)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(goal);
        T? found = null;
        await RunUntilAsync(what, async () => (found = await goal()) is not null);
        return found!;
    }

    private async Task RunUntilAsync(string what, Func<Task<bool>> goal, bool httpGoal = false)
    {
        // Asked before each jump too: the clock stops at the moment at which the goal is reached, however slow the test is.
        // A goal over HTTP makes work itself, so it is looked at here alone.
        var reached = false;
        Volatile.Write(ref _reached, () => Volatile.Read(ref reached) || (!httpGoal && goal().GetAwaiter().GetResult()));
        try
        {
            var deadline = TimeProvider.System.GetUtcNow() + Patience;
            while (!await goal())
            {
                if (TimeProvider.System.GetUtcNow() > deadline)
                {
                    throw new TimeoutException($"Waited {Patience.TotalSeconds} s in vain for {what}. At work: {string.Join(", ", Local.Ledger.Describe())}");
                }

                await Task.Delay(Look, TimeProvider.System);
            }
        }
        finally
        {
            Volatile.Write(ref reached, true);
            Volatile.Write(ref _reached, null);
        }
    }

    private static bool PeopleWereTold(IncidentFile file) => file.Head.Status switch
    {
        IncidentStatus.AwaitingApproval => file.Facts.OfType<Fact.Notified>().Count(n => n.Notice == "ApprovalNeeded") >= file.Facts.OfType<Fact.Asked>().Count(),
        IncidentStatus.Escalated => file.Facts.OfType<Fact.Notified>().Any(n => n.Notice == "Escalated"),
        _ => true,
    };

    private async Task StartAgainAsync(DateTimeOffset now)
    {
        var options = new LocalSystemOptions
        {
            DataDirectory = _data.FullName,
            Records = LocalRecords.Account(_setup.Records),
            CatalogDirectory = _setup.CatalogDirectory ?? Path.Combine(AppContext.BaseDirectory, "catalog"),
            EstatePath = _setup.EstatePath,
            MeasuresObjectives = _setup.MeasuresObjectives,
            ClockMode = ClockMode.JumpWhenIdle,
            MayJump = () => Volatile.Read(ref _reached) is { } reached && !reached(),
            StartAt = now,
            Seed = 1,
            DuplicateDeliveries = _setup.DuplicateDeliveries,
            ReorderDeliveries = _setup.ReorderDeliveries,
            SyntheticEvery = _setup.SyntheticEvery,
            Services = _setup.Services,
        };
        options = _setup.SourceKeys is { } keys ? options with { SourceKeys = keys } : options;
        options = _setup.EntraKeySet is { } keySet ? options with { EntraKeySet = keySet } : options;
        var system = await LocalSystem.StartAsync(options);
        _system = system;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = system.Host.BaseAddress, Timeout = Patience };
        _azure = new HttpClient(system.Cloud.CreateHandler("somebody"));
    }
}
