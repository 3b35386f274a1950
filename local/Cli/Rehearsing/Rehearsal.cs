using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using OpsAutomation.Cli.Composition;
using OpsAutomation.Cli.Samples;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Records;
using OpsAutomation.Functions.Activities;
using OpsAutomation.Integrations.Records.Sqlite;
using OpsAutomation.Runtime.Clock;

namespace OpsAutomation.Cli.Rehearsing;

/// <summary>
/// The whole system on the real engine in virtual time: the real functions, the real SDKs, a simulated Azure, scripted
/// alerts and people. Time moves only inside <see cref="Until(IncidentStatus)"/> and its like.
/// </summary>
internal sealed class Rehearsal : IAsyncDisposable
{
    /// <summary>When every rehearsal begins.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 13, 41, 0, TimeSpan.Zero);

    /// <summary>Of virtual time: what has not happened by then does not happen.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(12);

    private static readonly TimeSpan RestartTakes = TimeSpan.FromSeconds(5);

    private readonly string _estate;
    private readonly RehearsalSettings _settings;
    private readonly List<string> _folders = [];
    private readonly RehearsalGate _gate = new();
    private string _data;
    private string _catalog = string.Empty;
    private ArmTraffic _traffic = new();
    private CrashImages _images;
    private CrashPoint? _crash;
    private LocalSystem _system = null!;
    private HttpClient _api = null!;
    private long _commits;
    private bool _watched;

    private Rehearsal(string data, string estate, RehearsalSettings settings)
    {
        (_data, _estate, _settings) = (data, estate, settings);
        _images = new CrashImages(data, () => Now);
        _folders.Add(data);
    }

    /// <summary>The simulated Azure.</summary>
    public RehearsedAzure Azure { get; private set; } = null!;

    /// <summary>The time.</summary>
    public DateTimeOffset Now => _system.Clock.GetUtcNow();

    /// <summary>The clock.</summary>
    public TimeProvider Clock => _system.Clock;

    /// <summary>Changes as they left the SDK, since the last crash.</summary>
    public IReadOnlyList<SentChange> Sent => _traffic.Changes;

    /// <summary>Images of the data as kills would have left it; see <see cref="RehearsalSettings.KeepImages"/>.</summary>
    public IReadOnlyList<CrashImage> Images => _images.All;

    /// <summary>Incidents as of the last look.</summary>
    public int Incidents { get; private set; }

    /// <summary>Moments at which the process was killed and started again.</summary>
    public List<string> Crashes { get; } = [];

    /// <summary>A part of the system.</summary>
    public T Part<T>()
        where T : notnull => _system.Host.Services.GetRequiredService<T>();

    /// <summary>Says that a test is at work, so that the clock does not jump meanwhile; its waits on the clock are waits.</summary>
    public IDisposable Work(string what) => _system.Ledger.Enter(what);

    /// <summary>Starts the system on an estate of <c>catalog/rehearsals/estates</c>.</summary>
    public static Task<Rehearsal> On(string estate, RehearsalSettings? settings = null) =>
        new Rehearsal(RehearsalFolders.Data(), estate, settings ?? new RehearsalSettings()).BeginAsync(Start);

    /// <summary>Starts the system on what a kill left.</summary>
    public static Task<Rehearsal> Resume(CrashImage image, string estate, RehearsalSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        return new Rehearsal(image.Folder, estate, settings ?? new RehearsalSettings()).BeginAsync(image.At + RestartTakes);
    }

    /// <summary>Posts a sample alert as its sender would.</summary>
    /// <param name="sample">Name of the sample.</param>
    /// <param name="resource">Name of the resource to put in the place of the sample's own; null for none.</param>
    /// <param name="source">Its sender.</param>
    /// <returns>The alert's id.</returns>
    public Task<string> Fire(string sample, string? resource = null, string source = "azure-monitor")
    {
        var text = Encoding.UTF8.GetString(SampleAlerts.Find(sample, _system.Clock)!);
        return PostAlert(resource is null ? text : text.Replace("vmss-shop-web", resource, StringComparison.Ordinal), source);
    }

    /// <summary>Posts an alert as its sender would: again when the system crashed meanwhile.</summary>
    /// <param name="body">The body.</param>
    /// <param name="source">Name of the sender.</param>
    /// <returns>The id of its first alert.</returns>
    public async Task<string> PostAlert(string body, string source)
    {
        while (true)
        {
            using var content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
            var answer = await ReadAsync(await LetAsync(_api.PostAsync(new Uri($"api/alerts/{source}", UriKind.Relative), content)));
            if (!await RestartedAsync())
            {
                return (string)answer["ids"]![0]!;
            }
        }
    }

    /// <summary>A person decides about what the newest incident waits with.</summary>
    public async Task Decide(string user, string decision) => await Decide((await NewestAsync()).Head.Id, user, decision);

    /// <summary>A person decides about what an incident waits with; again when the system crashed before it was kept.</summary>
    public async Task Decide(string incident, string user, string decision)
    {
        var path = new Uri($"api/approvals/{incident}", UriKind.Relative);
        do
        {
            var pending = await ReadAsync(await LetAsync(_api.GetAsync(path)));
            await ReadAsync(await LetAsync(_api.PostAsJsonAsync(path, new { token = (string)pending["token"]!, user, decision, reason = "As rehearsed." })));
        }
        while (await RestartedAsync() && await Part<IncidentJournal>().ReadAsync(incident) is { } file && Asks(file));
    }

    /// <summary>A person keeps automation off a resource for a while, or, with no time, lets it on again.</summary>
    public async Task Hold(string resource, string user, TimeSpan? length)
    {
        var path = new Uri(length is null ? "api/holds/release" : "api/holds", UriKind.Relative);
        var minutes = length is { } span ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Math.Ceiling(span.TotalMinutes)}m") : null;
        do
        {
            await ReadAsync(await LetAsync(_api.PostAsJsonAsync(path, new { resource, @for = minutes, user, reason = "As rehearsed." })));
        }
        while (await RestartedAsync());
    }

    /// <summary>Asks the API something.</summary>
    public async Task<JsonObject> Get(string path) => await ReadAsync(await _api.GetAsync(new Uri(path, UriKind.Relative)));

    /// <summary>Tells the API something.</summary>
    /// <exception cref="RehearsalException">It was refused; the message begins with where and the status.</exception>
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
    /// <param name="holds">What to wait for.</param>
    /// <param name="what">The same in words.</param>
    /// <param name="hopeless">When it can no longer come true.</param>
    /// <param name="within">The longest wait; <see cref="LongestWait"/> when null.</param>
    /// <exception cref="RehearsalException">It did not come true.</exception>
    public async Task<IncidentFile> Until(
        Func<IncidentFile, bool> holds, string what, Func<IncidentFile, bool>? hopeless = null, TimeSpan? within = null)
    {
        var giveUp = Now + (within ?? LongestWait);
        using var alarm = Alarm(giveUp);
        await RunAsync(() =>
        {
            var file = Newest();
            if (file is not null && holds(file))
            {
                return true;
            }

            return Now < giveUp && (file is null || hopeless?.Invoke(file) != true)
                ? false
                : throw new RehearsalException($"There will be no {what} at {Now:HH:mm:ss}.{Environment.NewLine}{Story(file)}");
        }, giveUp);
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
        using var alarm = Alarm(end);
        await RunAsync(() => Now >= end, end);
    }

    /// <summary>Lets time pass until a moment, or until something holds before.</summary>
    public async Task Wake(DateTimeOffset at, Func<bool> before)
    {
        using var alarm = Alarm(at);
        await RunAsync(() => Now >= at || before(), at);
    }

    /// <summary>
    /// Waits for what a person or a sender does. Where requests take time, time passes meanwhile; else it would stand, and the
    /// request wait until it is given up in real time.
    /// </summary>
    public async Task<T> LetAsync<T>(Task<T> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (_settings.Disturbed && !call.IsCompleted && !_gate.IsOpen)
        {
            var done = _gate.OpenUntilAsync(() => call.IsCompleted);
            _system.Ledger.Enter("the rehearsal").Dispose(); // so that the clock looks at once
            await done.WaitAsync(_settings.Patience, TimeProvider.System);
        }

        return await call;
    }

    /// <summary>Something happens once, right before our next changing request reaches Azure.</summary>
    public void BeforeNextChange(Func<Task> happens) => _traffic.BeforeNextChange = happens;

    /// <summary>The process is killed at a moment to come and started again; needs <see cref="RehearsalSettings.Crashes"/>.</summary>
    /// <param name="at">Which moments count.</param>
    /// <param name="nth">At which of them, from 1.</param>
    public void CrashAtNext(CrashAt at, int nth) => _crash = new CrashPoint(_data, at, nth, () => Now);

    /// <summary>The newest incident as it is recorded.</summary>
    public async Task<IncidentFile> NewestAsync() =>
        await FindNewestAsync() ?? throw new RehearsalException("There is no incident.");

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
        await StopAsync();
        foreach (var folder in Images.Select(i => i.Folder).Concat(_folders).Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<Rehearsal> BeginAsync(DateTimeOffset at)
    {
        try
        {
            _catalog = RehearsalFolders.CatalogWith(_settings.Catalog ?? RehearsalFolders.Catalog, _data, _settings.Edits);
            await StartAsync(at);
            return this;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private async Task StartAsync(DateTimeOffset at)
    {
        var options = new LocalSystemOptions
        {
            DataDirectory = _data,
            CatalogDirectory = _catalog,
            EstatePath = _settings.EstatePath ?? Path.Combine(_catalog, "rehearsals", "estates", $"{_estate}.yaml"),
            ClockMode = ClockMode.JumpWhenIdle,
            StandStillWhileBusy = true,
            MayJump = _gate.MayJump,
            Seed = _settings.Seed,
            StartAt = at,
            Traffic = _traffic,
            DuplicateDeliveries = _settings.Disturbed ? 0.3 : 0,
            ReorderDeliveries = _settings.Disturbed,
            Services = _settings.Services,
        };
        _watched = _settings.KeepImages || _settings.Crashes || _settings.Services is null;
        if (_settings.KeepImages || _settings.Crashes)
        {
            _traffic.Answered = request => Pass(CrashAt.Answered, $"{request.Method} answered by {request.RequestUri!.Host}{request.RequestUri.AbsolutePath}");
        }

        if (_watched)
        {
            options = options with
            {
                Services = services => services.AddSingleton<IRecordStore>(s => new WatchedRecordStore(s.GetRequiredService<SqliteRecordStore>(), Committed)),
            };
        }

        _system = await LocalSystem.StartAsync(options);
        _traffic.Latency = _settings.Disturbed ? new Latency(_settings.Seed, _system.Clock, _system.Ledger) : null;
        Azure = new RehearsedAzure(_system.Cloud, _system.Clock);
        var keys = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_data, "keys.json")))!;
        _api = new HttpClient(_system.Host.CreateInProcessHandler()) { BaseAddress = new Uri("http://localhost/"), Timeout = Timeout.InfiniteTimeSpan };
        _api.DefaultRequestHeaders.Add("x-functions-key", (string)keys["functionKeys"]!["default"]!);
    }

    private async Task StopAsync()
    {
        Azure?.Dispose();
        _api?.Dispose();
        if (_system is not null)
        {
            await _system.DisposeAsync();
        }

        _traffic.Dispose();
    }

    // Lists for pages are built from the outbox and can be built again: a crash there is a crash anywhere else.
    private void Committed(string partition)
    {
        Interlocked.Increment(ref _commits);
        if (!partition.StartsWith("ix-", StringComparison.Ordinal))
        {
            Pass(CrashAt.Committed, $"committed to {partition}");
        }
    }

    private void Pass(CrashAt kind, string moment)
    {
        if (_settings.KeepImages)
        {
            _images.Keep(moment);
        }

        _crash?.Pass(kind, moment);
    }

    private async Task<bool> RestartedAsync()
    {
        if (_crash?.Image is not { } image)
        {
            return false;
        }

        Crashes.Add(image.Moment);
        _crash = null;
        await StopAsync();
        (_traffic, _data) = (new ArmTraffic { BeforeNextChange = _traffic.BeforeNextChange }, image.Folder);
        _images = new CrashImages(_data, () => Now);
        _folders.Add(_data);
        await StartAsync(image.At + RestartTakes);
        return true;
    }

    // The old timer dies with its clock in a crash; a new one is set by whoever waits on.
    private CancellationTokenSource Alarm(DateTimeOffset at) =>
        new(at > Now ? at - Now : TimeSpan.Zero, _system.Clock);

    // Whether it is reached is read from records: between two jumps without a commit nothing new can be read, before the
    // moment at which it is given up. Most jumps are to timers that find nothing to do.
    private async Task RunAsync(Func<bool> reached, DateTimeOffset until)
    {
        do
        {
            var seen = -1L;
            var done = _gate.OpenUntilAsync(() =>
            {
                if (_crash?.Image is not null)
                {
                    return true;
                }

                var commits = Interlocked.Read(ref _commits);
                if (_watched && commits == seen && Now < until)
                {
                    return false;
                }

                seen = commits;
                return reached();
            });
            _system.Ledger.Enter("the rehearsal").Dispose(); // so that the clock looks at once
            try
            {
                await done.WaitAsync(_settings.Patience, TimeProvider.System);
            }
            catch (TimeoutException e)
            {
                throw new RehearsalException($"Nothing settles: {string.Join(", ", _system.Ledger.Describe())}.{Environment.NewLine}{Story(await FindNewestAsync())}", e);
            }
        }
        while (await RestartedAsync());
    }

    // The clock asks this between two jumps, when nothing is under way: reads of records end at once.
    private IncidentFile? Newest() => FindNewestAsync(current: true).GetAwaiter().GetResult();

    private async Task<IncidentFile?> FindNewestAsync(bool current = false)
    {
        var heads = await HeadsAsync();
        Incidents = heads.Count;
        var journal = Part<IncidentJournal>();
        return heads.MaxBy(h => h.OpenedAt) is not { } newest ? null
            : current ? await journal.CurrentAsync(newest.Id) : await journal.ReadAsync(newest.Id);
    }

    /// <summary>The heads of all incidents.</summary>
    public async Task<IReadOnlyList<Incident>> HeadsAsync()
    {
        var heads = new List<Incident>();
        await foreach (var head in Part<IncidentIndex>().RecentAsync(CancellationToken.None))
        {
            heads.Add(head);
        }

        return heads;
    }

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            return response.IsSuccessStatusCode
                ? (JsonObject)JsonNode.Parse(text)!
                : throw new RehearsalException($"{response.RequestMessage?.RequestUri}: {(int)response.StatusCode} {text}");
        }
    }
}
