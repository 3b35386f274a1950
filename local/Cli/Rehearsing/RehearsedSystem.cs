using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using OpsAutomation.Cli.Composition;
using OpsAutomation.Core.Records;
using OpsAutomation.Integrations.Records.Sqlite;
using OpsAutomation.Runtime.Clock;

namespace OpsAutomation.Cli.Rehearsing;

/// <summary>
/// The system of a rehearsal as a process that can be killed: its data, its catalogue, the traffic to Azure, and, after a
/// kill, another process on what was left.
/// </summary>
internal sealed class RehearsedSystem : IAsyncDisposable
{
    /// <summary>How long a new process takes to start after a kill.</summary>
    public static readonly TimeSpan RestartTakes = TimeSpan.FromSeconds(5);

    private readonly string _estate;
    private readonly RehearsalSettings _settings;
    private readonly Func<bool> _mayJump;
    private readonly List<string> _folders = [];
    private string _catalog = string.Empty;
    private ArmTraffic _traffic = new();
    private CrashImages _images;
    private CrashPoint? _crash;
    private LocalSystem _system = null!;
    private long _commits;

    private RehearsedSystem(string data, string estate, RehearsalSettings settings, Func<bool> mayJump)
    {
        (Data, _estate, _settings, _mayJump) = (data, estate, settings, mayJump);
        _images = new CrashImages(data, () => Clock.GetUtcNow());
        _folders.Add(data);
    }

    /// <summary>The simulated Azure.</summary>
    public RehearsedAzure Azure { get; private set; } = null!;

    /// <summary>The system's own API.</summary>
    public HttpClient Api { get; private set; } = null!;

    /// <summary>The clock.</summary>
    public TimeProvider Clock => _system.Clock;

    /// <summary>Who is at work.</summary>
    public WorkLedger Ledger => _system.Ledger;

    /// <summary>Changes as they left the SDK, since the last crash.</summary>
    public IReadOnlyList<SentChange> Sent => _traffic.Changes;

    /// <summary>Images of the data as kills would have left it.</summary>
    public IReadOnlyList<CrashImage> Images => _images.All;

    /// <summary>Moments at which the process was killed and started again.</summary>
    public List<string> Crashes { get; } = [];

    /// <summary>The folder with everything that the system keeps.</summary>
    public string Data { get; private set; }

    /// <summary>Whether it was killed, and is to be started again.</summary>
    public bool IsKilled => _crash?.Image is not null;

    /// <summary>How many commits there were; null when nobody watches them.</summary>
    public long? Commits => IsWatched ? Interlocked.Read(ref _commits) : null;

    private bool IsWatched => _settings.KeepImages || _settings.Crashes || _settings.Services is null;

    /// <summary>Starts a system.</summary>
    /// <param name="data">Folder of its data.</param>
    /// <param name="estate">Name of the estate.</param>
    /// <param name="settings">How it differs from the ordinary one.</param>
    /// <param name="mayJump">Whether its clock may jump now.</param>
    /// <param name="at">When it is.</param>
    public static async Task<RehearsedSystem> StartAsync(string data, string estate, RehearsalSettings settings, Func<bool> mayJump, DateTimeOffset at)
    {
        var system = new RehearsedSystem(data, estate, settings, mayJump);
        try
        {
            system._catalog = RehearsalFolders.CatalogWith(settings.Catalog ?? RehearsalFolders.Catalog, data, settings.Edits);
            await system.StartAsync(at);
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    /// <summary>A part of the system.</summary>
    public T Part<T>()
        where T : notnull => _system.Host.Services.GetRequiredService<T>();

    /// <summary>Something happens once, right before our next changing request reaches Azure.</summary>
    public void BeforeNextChange(Func<Task> happens) => _traffic.BeforeNextChange = happens;

    /// <summary>The process is killed at a moment to come.</summary>
    public void CrashAtNext(CrashAt at, int nth) => _crash = new CrashPoint(Data, at, nth, () => Clock.GetUtcNow());

    /// <summary>Starts a killed system again on what the kill left; false when it was not killed.</summary>
    public async Task<bool> RestartedAsync()
    {
        if (_crash?.Image is not { } image)
        {
            return false;
        }

        Crashes.Add(image.Moment);
        _crash = null;
        await StopAsync();
        (_traffic, Data) = (new ArmTraffic { BeforeNextChange = _traffic.BeforeNextChange }, image.Folder);
        _images = new CrashImages(Data, () => Clock.GetUtcNow());
        _folders.Add(Data);
        await StartAsync(image.At + RestartTakes);
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        foreach (var folder in Images.Select(i => i.Folder).Concat(_folders).Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task StartAsync(DateTimeOffset at)
    {
        if (_settings.KeepImages || _settings.Crashes)
        {
            _traffic.Answered = request => Pass(CrashAt.Answered, $"{request.Method} answered by {request.RequestUri!.Host}{request.RequestUri.AbsolutePath}");
        }

        _system = await LocalSystem.StartAsync(new LocalSystemOptions
        {
            DataDirectory = Data,
            CatalogDirectory = _catalog,
            Catalog = SharedCatalogs.Of(_catalog, _settings.Catalog ?? RehearsalFolders.Catalog, _settings.Edits),
            MeasuresObjectives = _settings.MeasuresObjectives,
            EstatePath = _settings.EstatePath ?? Path.Combine(_catalog, "rehearsals", "estates", $"{_estate}.yaml"),
            ClockMode = ClockMode.JumpWhenIdle,
            StandStillWhileBusy = true,
            MayJump = _mayJump,
            Seed = _settings.Seed,
            StartAt = at,
            Traffic = _traffic,
            DuplicateDeliveries = _settings.Disturbed ? 0.3 : 0,
            ReorderDeliveries = _settings.Disturbed,
            Services = !IsWatched ? _settings.Services
                : services => services.AddSingleton<IRecordStore>(s => new WatchedRecordStore(s.GetRequiredService<SqliteRecordStore>(), Committed)),
        });
        _traffic.Latency = _settings.Disturbed ? new Latency(_settings.Seed, _system.Clock, _system.Ledger) : null;
        Azure = new RehearsedAzure(_system.Cloud, _system.Clock);
        var keys = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Data, "keys.json")))!;
        Api = new HttpClient(_system.Host.CreateInProcessHandler()) { BaseAddress = new Uri("http://localhost/"), Timeout = Timeout.InfiniteTimeSpan };
        Api.DefaultRequestHeaders.Add("x-functions-key", (string)keys["functionKeys"]!["default"]!);
    }

    private async Task StopAsync()
    {
        Azure?.Dispose();
        Api?.Dispose();
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
}
