using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using OpsAutomation.Cli.Composition;
using OpsAutomation.Cli.Samples;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Records;
using OpsAutomation.Functions.Activities;
using OpsAutomation.Integrations.Records.Sqlite;
using OpsAutomation.Runtime.Clock;
using Xunit.Sdk;

namespace OpsAutomation.Testing.Rehearsals;

/// <summary>
/// The whole system on the real engine in virtual time: the real functions, the real SDKs, a simulated Azure, scripted
/// alerts and people. Time moves only inside <see cref="Until(IncidentStatus)"/> and its like.
/// </summary>
public sealed class Rehearsal : IAsyncDisposable
{
    /// <summary>When every rehearsal begins.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 13, 41, 0, TimeSpan.Zero);

    // Of virtual and of real time: what has not happened by then does not happen.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(12);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    private readonly string _data;
    private readonly RehearsalGate _gate = new();
    private readonly ArmTraffic _traffic = new();
    private readonly CrashImages _images;
    private LocalSystem _system = null!;
    private HttpClient _api = null!;

    private Rehearsal(string data) => (_data, _images) = (data, new CrashImages(data, () => Now));

    /// <summary>The simulated Azure.</summary>
    public RehearsedAzure Azure { get; private set; } = null!;

    /// <summary>The time.</summary>
    public DateTimeOffset Now => _system.Clock.GetUtcNow();

    /// <summary>Changes as they left the SDK.</summary>
    public IReadOnlyList<SentChange> Sent => _traffic.Changes;

    /// <summary>Images of the data as kills would have left it; see <see cref="RehearsalSettings.KeepImages"/>.</summary>
    public IReadOnlyList<CrashImage> Images => _images.All;

    /// <summary>A part of the system.</summary>
    public T Part<T>()
        where T : notnull => _system.Host.Services.GetRequiredService<T>();

    /// <summary>Starts the system on an estate of <c>catalog/rehearsals/estates</c>.</summary>
    public static Task<Rehearsal> On(string estate, RehearsalSettings? settings = null) =>
        new Rehearsal(RehearsalFolders.Data()).StartAsync(estate, settings ?? new RehearsalSettings(), Start);

    /// <summary>Starts the system on what a kill left.</summary>
    public static Task<Rehearsal> Resume(CrashImage image, string estate, RehearsalSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        return new Rehearsal(image.Folder).StartAsync(estate, settings ?? new RehearsalSettings(), image.At + TimeSpan.FromSeconds(5));
    }

    /// <summary>Posts a sample alert as its sender would.</summary>
    /// <param name="sample">Name of the sample.</param>
    /// <param name="resource">Name of the resource to put in the place of the sample's own; null for none.</param>
    /// <param name="source">Its sender.</param>
    /// <returns>The alert's id.</returns>
    public async Task<string> Fire(string sample, string? resource = null, string source = "azure-monitor")
    {
        var text = System.Text.Encoding.UTF8.GetString(SampleAlerts.Find(sample, _system.Clock)!);
        if (resource is not null)
        {
            text = text.Replace("vmss-shop-web", resource, StringComparison.Ordinal);
        }

        using var content = new StringContent(text, new MediaTypeHeaderValue("application/json"));
        var answer = await ReadAsync(await _api.PostAsync(new Uri($"api/alerts/{source}", UriKind.Relative), content));
        return (string)answer["ids"]![0]!;
    }

    /// <summary>A person decides about what the newest incident waits with.</summary>
    public async Task Decide(string user, string decision)
    {
        var path = new Uri($"api/approvals/{(await NewestAsync()).Head.Id}", UriKind.Relative);
        var pending = await ReadAsync(await _api.GetAsync(path));
        await ReadAsync(await _api.PostAsJsonAsync(path, new { token = (string)pending["token"]!, user, decision, reason = "As rehearsed." }));
    }

    /// <summary>Asks the API something.</summary>
    public async Task<JsonObject> Get(string path) => await ReadAsync(await _api.GetAsync(new Uri(path, UriKind.Relative)));

    /// <summary>Tells the API something.</summary>
    /// <exception cref="XunitException">It was refused; the message begins with where and the status.</exception>
    public async Task<JsonObject> Post(string path, object body) => await ReadAsync(await _api.PostAsJsonAsync(new Uri(path, UriKind.Relative), body));

    /// <summary>Lets time pass until the newest incident has a status.</summary>
    public Task<IncidentFile> Until(IncidentStatus status) => Until(
        file => file.Head.Status == status,
        $"the status {status}",
        file => file.Head.Status == IncidentStatus.Closed);

    /// <summary>Lets time pass until the newest incident has a fact.</summary>
    public Task<IncidentFile> Until<T>(int times = 1)
        where T : Fact => Until(file => file.Facts.OfType<T>().Count() >= times, $"{times} {typeof(T).Name}", _ => false);

    /// <summary>Lets time pass until something holds for the newest incident.</summary>
    public async Task<IncidentFile> Until(Func<IncidentFile, bool> holds, string what, Func<IncidentFile, bool>? hopeless = null)
    {
        var giveUp = Now + LongestWait;
        await RunAsync(() =>
        {
            var file = Newest();
            if (file is not null && holds(file))
            {
                return true;
            }

            return Now < giveUp && (file is null || hopeless?.Invoke(file) != true)
                ? false
                : throw new XunitException($"There will be no {what} at {Now:HH:mm:ss}.{Environment.NewLine}{Story(file)}");
        });
        return await NewestAsync();
    }

    /// <summary>Lets time pass until an incident is the newest that was not there before.</summary>
    public async Task<IncidentFile> UntilNext(Func<IncidentFile, bool> holds, string what, params string[] before) =>
        await Until(file => !before.Contains(file.Head.Id, StringComparer.Ordinal) && holds(file), what);

    /// <summary>Lets time pass.</summary>
    public async Task After(TimeSpan span)
    {
        // A timer of its own, so that there is a moment to stop at.
        var end = Now + span;
        using var alarm = new CancellationTokenSource(span, _system.Clock);
        await RunAsync(() => Now >= end);
    }

    /// <summary>Something happens once, right before our next changing request reaches Azure.</summary>
    public void BeforeNextChange(Func<Task> happens) => _traffic.BeforeNextChange = happens;

    /// <summary>The newest incident as it is recorded.</summary>
    public async Task<IncidentFile> NewestAsync() =>
        await FindNewestAsync() ?? throw new XunitException("There is no incident.");

    /// <summary>One playbook's way from the alert to the end, with the approval that it may need.</summary>
    public async Task<IncidentFile> Remedy(string sample)
    {
        var before = (await FindNewestAsync())?.Head.Id;
        await Fire(sample);
        await Until(
            file => file.Head.Id != before && (file.Head.Status is IncidentStatus.Closed || Asks(file)), "question or end");
        if (Asks(await NewestAsync()))
        {
            await Decide("ana", "approve");
        }

        return await Until(IncidentStatus.Closed);
    }

    /// <summary>Two people approve what cannot be taken back.</summary>
    public async Task ApproveByTwo()
    {
        await Until(Asks, "question");
        await Decide("ana", "approve");
        await Decide("ben", "approve");
    }

    /// <summary>The folder with everything that the system keeps.</summary>
    public string DataFolder => _data;

    /// <summary>Whether an incident waits for a decision that nobody has made.</summary>
    public static bool Asks(IncidentFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Head.Status == IncidentStatus.AwaitingApproval
            && file.Facts.OfType<Fact.Asked>().Last() is var asked
            && !file.Facts.OfType<Fact.Decided>().Any(d => d.ApprovalId == asked.ApprovalId);
    }

    /// <summary>The journal as text, for messages.</summary>
    public static string Story(IncidentFile? file) => file is null
        ? "There is no incident."
        : string.Join(Environment.NewLine, file.Entries.Select(e => $"{e.At:HH:mm:ss} {e.Status,-16} {e.Text}"));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Azure?.Dispose();
        _api?.Dispose();
        if (_system is not null)
        {
            await _system.DisposeAsync();
        }

        _traffic.Dispose();
        foreach (var folder in Images.Select(i => i.Folder).Append(_data).Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<Rehearsal> StartAsync(string estate, RehearsalSettings settings, DateTimeOffset at)
    {
        var catalog = RehearsalFolders.CatalogWith(_data, settings.Edits);
        var images = settings.KeepImages ? _images : null;
        _traffic.Answered = images is null ? null : request => images.Keep($"{request.Method} answered by {request.RequestUri!.Host}{request.RequestUri.AbsolutePath}");
        _system = await LocalSystem.StartAsync(new LocalSystemOptions
        {
            DataDirectory = _data,
            CatalogDirectory = catalog,
            EstatePath = Path.Combine(RehearsalFolders.Catalog, "rehearsals", "estates", $"{estate}.yaml"),
            ClockMode = ClockMode.JumpWhenIdle,
            StandStillWhileBusy = true,
            MayJump = _gate.MayJump,
            Seed = settings.Seed,
            StartAt = at,
            Traffic = _traffic,
            Services = images is null ? settings.Services : services => services.AddSingleton<IRecordStore>(s => new WatchedRecordStore(
                s.GetRequiredService<SqliteRecordStore>(),
                partition =>
                {
                    if (!partition.StartsWith("ix-", StringComparison.Ordinal))
                    {
                        images.Keep($"committed to {partition}");
                    }
                })),
        });
        Azure = new RehearsedAzure(_system.Cloud, _system.Clock);
        var keys = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_data, "keys.json")))!;
        _api = new HttpClient(_system.Host.CreateInProcessHandler()) { BaseAddress = new Uri("http://localhost/"), Timeout = Timeout.InfiniteTimeSpan };
        _api.DefaultRequestHeaders.Add("x-functions-key", (string)keys["functionKeys"]!["default"]!);
        return this;
    }

    private async Task RunAsync(Func<bool> reached)
    {
        var done = _gate.OpenUntilAsync(reached);
        _system.Ledger.Enter("the rehearsal").Dispose(); // so that the clock looks at once
        try
        {
            await done.WaitAsync(Patience, TimeProvider.System);
        }
        catch (TimeoutException e)
        {
            throw new XunitException($"Nothing settles: {string.Join(", ", _system.Ledger.Describe())}.{Environment.NewLine}{Story(await FindNewestAsync())}", e);
        }
    }

    // The clock asks this between two jumps, when nothing is under way: reads of records end at once.
    private IncidentFile? Newest() => FindNewestAsync().GetAwaiter().GetResult();

    private async Task<IncidentFile?> FindNewestAsync()
    {
        var heads = new List<Incident>();
        await foreach (var head in Part<IncidentIndex>().RecentAsync(CancellationToken.None))
        {
            heads.Add(head);
        }

        return heads.MaxBy(h => h.OpenedAt) is { } newest ? await Part<IncidentJournal>().ReadAsync(newest.Id) : null;
    }

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            return response.IsSuccessStatusCode
                ? (JsonObject)JsonNode.Parse(text)!
                : throw new XunitException($"{response.RequestMessage?.RequestUri}: {(int)response.StatusCode} {text}");
        }
    }
}
