using System.Text;
using System.Text.Json.Nodes;
using OpsAutomation.Cli.Samples;
using OpsAutomation.Core.Incidents;

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

    private readonly RehearsedSystem _system;
    private readonly RehearsedIncidents _incidents;
    private readonly RehearsedTime _time;
    private readonly RehearsedApi _api;

    private Rehearsal(RehearsedSystem system, RehearsalSettings settings, RehearsalGate gate)
    {
        _system = system;
        _incidents = new RehearsedIncidents(system);
        _time = new RehearsedTime(system, _incidents, settings, gate);
        _api = new RehearsedApi(system, _time);
    }

    /// <summary>The simulated Azure.</summary>
    public RehearsedAzure Azure => _system.Azure;

    /// <summary>The time.</summary>
    public DateTimeOffset Now => _time.Now;

    /// <summary>The clock.</summary>
    public TimeProvider Clock => _system.Clock;

    /// <inheritdoc cref="RehearsedSystem.Sent"/>
    public IReadOnlyList<SentChange> Sent => _system.Sent;

    /// <summary>Images of the data as kills would have left it; see <see cref="RehearsalSettings.KeepImages"/>.</summary>
    public IReadOnlyList<CrashImage> Images => _system.Images;

    /// <summary>Incidents as of the last look.</summary>
    public int Incidents => _incidents.Count;

    /// <inheritdoc cref="RehearsedSystem.Crashes"/>
    public IReadOnlyList<string> Crashes => _system.Crashes;

    /// <inheritdoc cref="RehearsedSystem.Data"/>
    public string DataFolder => _system.Data;

    /// <summary>Says that a test is at work, so that the clock does not jump meanwhile; its waits on the clock are waits.</summary>
    public IDisposable Work(string what) => _system.Ledger.Enter(what);

    /// <summary>Starts the system on an estate of <c>catalog/rehearsals/estates</c>.</summary>
    public static Task<Rehearsal> On(string estate, RehearsalSettings? settings = null) => BeginAsync(RehearsalFolders.Data(), estate, settings, Start);

    /// <summary>Starts the system on what a kill left.</summary>
    public static Task<Rehearsal> Resume(CrashImage image, string estate, RehearsalSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        return BeginAsync(image.Folder, estate, settings, image.At + RehearsedSystem.RestartTakes);
    }

    /// <summary>A part of the system.</summary>
    public T Part<T>()
        where T : notnull => _system.Part<T>();

    /// <summary>Posts a sample alert as its sender would.</summary>
    /// <param name="sample">Name of the sample.</param>
    /// <param name="resource">Name of the resource to put in the place of the sample's own; null for none.</param>
    /// <param name="source">Its sender.</param>
    /// <returns>The alert's id.</returns>
    public Task<string> Fire(string sample, string? resource = null, string source = "azure-monitor")
    {
        var text = Encoding.UTF8.GetString(SampleAlerts.Find(sample, Clock)!);
        return PostAlert(resource is null ? text : text.Replace("vmss-shop-web", resource, StringComparison.Ordinal), source);
    }

    /// <inheritdoc cref="RehearsedApi.PostAlert"/>
    public Task<string> PostAlert(string body, string source) => _api.PostAlert(body, source);

    /// <summary>A person decides about what the newest incident waits with.</summary>
    public async Task Decide(string user, string decision) => await Decide((await NewestAsync()).Head.Id, user, decision);

    /// <inheritdoc cref="RehearsedApi.Decide"/>
    public Task Decide(string incident, string user, string decision, string? instruction = null, string? window = null, bool? breakGlass = null) =>
        _api.Decide(incident, user, decision, instruction, window, breakGlass);

    /// <inheritdoc cref="RehearsedApi.Hold"/>
    public Task Hold(string resource, string user, TimeSpan? length) => _api.Hold(resource, user, length);

    /// <inheritdoc cref="RehearsedApi.Get"/>
    public Task<JsonObject> Get(string path) => _api.Get(path);

    /// <inheritdoc cref="RehearsedApi.Post"/>
    public Task<JsonObject> Post(string path, object body) => _api.Post(path, body);

    /// <summary>Lets time pass until the newest incident has a status.</summary>
    public Task<IncidentFile> Until(IncidentStatus status) => Until(
        file => file.Head.Status == status, $"the status {status}", file => file.Head.Status == IncidentStatus.Closed);

    /// <summary>Lets time pass until the newest incident has a fact.</summary>
    public Task<IncidentFile> Until<T>(int times = 1)
        where T : Fact => Until(file => file.Facts.OfType<T>().Count() >= times, $"{times} {typeof(T).Name}", _ => false);

    /// <summary>Lets time pass until something holds for the newest incident; <see cref="LongestWait"/> at most where nothing else is said.</summary>
    /// <inheritdoc cref="RehearsedTime.Until"/>
    public Task<IncidentFile> Until(Func<IncidentFile, bool> holds, string what, Func<IncidentFile, bool>? hopeless = null, TimeSpan? within = null) =>
        _time.Until(holds, what, hopeless, within ?? LongestWait);

    /// <summary>Lets time pass until an incident is the newest that was not there before.</summary>
    public Task<IncidentFile> UntilNext(Func<IncidentFile, bool> holds, string what, params string[] before) =>
        Until(file => !before.Contains(file.Head.Id, StringComparer.Ordinal) && holds(file), what);

    /// <inheritdoc cref="RehearsedTime.After"/>
    public Task After(TimeSpan span) => _time.After(span);

    /// <inheritdoc cref="RehearsedTime.Wake"/>
    public Task Wake(DateTimeOffset at, Func<bool> before) => _time.Wake(at, before);

    /// <inheritdoc cref="RehearsedTime.LetAsync"/>
    public Task<T> LetAsync<T>(Task<T> call) => _time.LetAsync(call);

    /// <inheritdoc cref="RehearsedSystem.BeforeNextChange"/>
    public void BeforeNextChange(Func<Task> happens) => _system.BeforeNextChange(happens);

    /// <summary>The process is killed at a moment to come and started again; needs <see cref="RehearsalSettings.Crashes"/>.</summary>
    /// <param name="at">Which moments count.</param>
    /// <param name="nth">At which of them, from 1.</param>
    public void CrashAtNext(CrashAt at, int nth) => _system.CrashAtNext(at, nth);

    /// <inheritdoc cref="RehearsedIncidents.NewestAsync"/>
    public Task<IncidentFile> NewestAsync() => _incidents.NewestAsync();

    /// <inheritdoc cref="RehearsedIncidents.HeadsAsync"/>
    public Task<IReadOnlyList<Incident>> HeadsAsync() => _incidents.HeadsAsync();

    /// <summary>One playbook's way from the alert to the end, with the approval that it may need.</summary>
    public async Task<IncidentFile> Remedy(string sample)
    {
        var before = (await _incidents.FindNewestAsync())?.Head.Id;
        await Fire(sample);
        await Until(file => file.Head.Id != before && (file.Head.Status is IncidentStatus.Closed || Asks(file)), "question or end");
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

    /// <inheritdoc cref="RehearsedIncidents.Asks"/>
    public static bool Asks(IncidentFile file) => RehearsedIncidents.Asks(file);

    /// <inheritdoc cref="RehearsedIncidents.Story"/>
    public static string Story(IncidentFile? file) => RehearsedIncidents.Story(file);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _system.DisposeAsync();

    private static async Task<Rehearsal> BeginAsync(string data, string estate, RehearsalSettings? settings, DateTimeOffset at)
    {
        var gate = new RehearsalGate();
        settings ??= new RehearsalSettings();
        return new Rehearsal(await RehearsedSystem.StartAsync(data, estate, settings, gate.MayJump, at), settings, gate);
    }
}
