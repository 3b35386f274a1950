using System.Diagnostics;
using OpsAutomation.Cli.Rehearsing.Observing;
using OpsAutomation.Cli.Rehearsing.Scripts;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Cli.Rehearsing.Performing;

/// <summary>One rehearsal under one seed: plays the timeline, waits for the end, and says what is not as it should be.</summary>
/// <param name="script">The rehearsal.</param>
/// <param name="seed">The seed; the first one plays the timeline as it is written.</param>
/// <param name="catalog">Folder of the catalogue.</param>
/// <param name="charters">What the observer is told.</param>
internal sealed class Performance(RehearsalScript script, int seed, string catalog, CharterFactory charters)
{
    /// <summary>The seed under which nothing is left to chance but noise and ids.</summary>
    public const int PlainSeed = 1;

    private const int LatestMs = 30_000;
    private const int LatestCrash = 12;
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(2);
    private readonly List<Order> _orders = [];
    private readonly List<string> _failures = [];
    private string? _asked;
    private long _lastCall;

    /// <summary>Plays it.</summary>
    public async Task<PerformanceResult> PlayAsync()
    {
        var began = Stopwatch.GetTimestamp();
        Rehearsal? world = null;
        ObserverReport? report = null;
        var story = string.Empty;
        IReadOnlyList<ObservedCall> log = [];
        try
        {
            world = await Rehearsal.On(script.Estate, new RehearsalSettings
            {
                Seed = seed,
                Catalog = catalog,
                Edits = script.Edits,
                Crashes = script.Timeline.OfType<CrashCue>().Any(),
                Disturbed = seed != PlainSeed,
            });
            var (end, files) = await PlayAsync(world);
            story = Rehearsal.Story(end);
            log = await world.Azure.CallsAsync();
            _failures.AddRange(await EndChecks.FindAsync(world, script, end, files, log));
            report = Observer.Judge(log, charters.For(script, _orders) with { OnItsWay = seed == PlainSeed ? TimeSpan.Zero : Latency.Longest });
            _failures.AddRange(report.Findings.Select(f => $"observer: {f}"));
        }
        catch (RehearsalException e)
        {
            _failures.Add(e.Message);
        }
        finally
        {
            if (world is not null)
            {
                await world.DisposeAsync();
            }
        }

        return new PerformanceResult(
            script, seed, _failures, world is null ? TimeSpan.Zero : _ended - Rehearsal.Start, Stopwatch.GetElapsedTime(began), report?.Effects ?? 0, story, world?.Crashes ?? [])
        {
            Calls = log,
        };
    }

    private DateTimeOffset _ended = Rehearsal.Start;

    private async Task<(IncidentFile End, IReadOnlyList<IncidentFile> Files)> PlayAsync(Rehearsal world)
    {
        try
        {
            var cues = script.Timeline;
            for (var i = 0; i < cues.Count; i++)
            {
                await PlayAsync(world, cues[i], i);
            }

            var expect = script.Expect;
            var end = await world.Until(
                f => world.Incidents >= expect.Incidents && f.Head.Status == expect.Status,
                $"{Words(expect.Status)} incident number {expect.Incidents}",
                f => world.Incidents >= expect.Incidents && f.Head.Status == IncidentStatus.Closed && expect.Status != IncidentStatus.Closed,
                expect.Within);
            if (expect.Then is { } then)
            {
                await WaitAsync(world, then, expect.Incidents);
            }

            await world.After(Settling);
            var files = new List<IncidentFile>();
            foreach (var head in await world.HeadsAsync())
            {
                files.Add(await world.Part<IncidentJournal>().ReadAsync(head.Id) ?? throw new RehearsalException($"{head.Id} is listed and not there."));
            }

            return (files.MaxBy(f => f.Head.OpenedAt) ?? end, files);
        }
        finally
        {
            _ended = world.Now;
        }
    }

    private async Task PlayAsync(Rehearsal world, Cue cue, int number)
    {
        if (cue.When == Moment.BeforeChange)
        {
            world.BeforeNextChange(() => ActAsync(world, cue, number));
            return;
        }

        if (cue.When is { } moment)
        {
            await WaitAsync(world, moment, cue.Incident);
        }

        var late = seed == PlainSeed || cue.Exact ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Draws.Of(seed, $"{script.Name} {number} late").Next(LatestMs));
        if (cue.After + late is { Ticks: > 0 } span)
        {
            await world.After(span);
        }

        await ActAsync(world, cue, number);
    }

    private async Task WaitAsync(Rehearsal world, Moment moment, int incident)
    {
        var file = await world.Until(
            f => world.Incidents >= incident && Moments.Reached(moment, f, _asked),
            $"moment '{Words(moment)}' of incident number {incident}",
            f => world.Incidents >= incident && f.Head.Status == IncidentStatus.Closed && moment is Moment.Asked or Moment.AskedAgain or Moment.Escalated,
            script.Expect.Within);
        if (moment is Moment.Asked or Moment.AskedAgain)
        {
            _asked = Moments.Question(file);
        }
    }

    private async Task ActAsync(Rehearsal world, Cue cue, int number)
    {
        switch (cue)
        {
            case AlertCue alert:
                var body = AlertBodies.At(alert.Body, world.Now);
                foreach (var target in body.Contains("\"Resolved\"", StringComparison.Ordinal) ? [] : AlertBodies.Targets(body))
                {
                    await OrderAsync(world, OrderKind.Alert, target);
                }

                await world.PostAlert(body, alert.Source);
                break;
            case PersonCue person:
                await DecideAsync(world, person);
                break;
            case ActCue does:
                await DoAsync(world, does);
                break;
            case KillSwitchCue kill:
                await AroundAsync(
                    kill.On, () => OrderAsync(world, kill.On ? OrderKind.Stop : OrderKind.GoOn, string.Empty), () => world.Part<KillSwitch>().SetAsync(kill.On, kill.By, kill.Reason));
                break;
            case HoldCue hold:
                var kind = hold.For is null ? OrderKind.HoldEnded : OrderKind.Hold;
                await AroundAsync(
                    hold.For is not null, () => OrderAsync(world, kind, hold.Of.ToLowerInvariant(), world.Now + hold.For), () => world.Hold(hold.Of, hold.By, hold.For));
                break;
            case FaultCue fault:
                await world.Azure.FaultAsync(fault.Fault.DeepClone());
                break;
            case HealCue:
                await world.Azure.HealAsync();
                break;
            case MetricCue metric:
                await world.Azure.SetMetricAsync(metric.Of, metric.Name, metric.Value);
                break;
            case ByHandCue hand:
                await world.Azure.ByHandAsync(hand.Method, hand.Path, hand.Body?.DeepClone());
                break;
            case CrashCue crash:
                world.CrashAtNext(crash.At, crash.Nth ?? 1 + Draws.Of(seed, $"{script.Name} {number} crash").Next(LatestCrash));
                break;
            default:
                break;
        }
    }

    // What keeps us off stands once it was said to stand, and what lets us on from the moment that somebody asks for it.
    private static async Task AroundAsync(bool keepsOff, Func<Task> order, Func<Task> act)
    {
        await (keepsOff ? act : order)();
        await (keepsOff ? order : act)();
    }

    private async Task DecideAsync(Rehearsal world, PersonCue person)
    {
        try
        {
            var window = person.InWindow is { } span ? $"{world.Now + span.In:yyyy-MM-dd'T'HH:mm:ss'Z'}/{world.Now + span.In + span.For:yyyy-MM-dd'T'HH:mm:ss'Z'}" : null;
            await world.Decide((await world.NewestAsync()).Head.Id, person.Person, person.Decision, person.Instruction, window, person.BreakGlass ? true : null);
            if (person.Refused)
            {
                _failures.Add($"{person.Person} may not decide, and the decision was accepted.");
            }
        }
        catch (RehearsalException) when (person.Refused)
        {
            // As it should be.
        }
    }

    private static async Task DoAsync(Rehearsal world, ActCue does)
    {
        var incident = $"api/incidents/{(await world.NewestAsync()).Head.Id}";
        await world.Post(
            does.Act == "close" ? $"{incident}/close" : $"{incident}/acts/{does.Act}", new { user = does.Person, reason = "As rehearsed.", @for = does.Act == "close" ? null : does.For });
    }

    private async Task OrderAsync(Rehearsal world, OrderKind kind, string resource, DateTimeOffset? until = null)
    {
        var calls = await world.Azure.CallsAsync(_lastCall);
        _lastCall = calls.Count == 0 ? _lastCall : calls[^1].Sequence;
        _orders.Add(new Order(_lastCall, kind, resource, until) { At = world.Now });
    }

    private static string Words<T>(T value)
        where T : struct, Enum =>
        string.Concat(value.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? $"-{char.ToLowerInvariant(c)}" : char.ToLowerInvariant(c).ToString()));
}

/// <summary>How one rehearsal went under one seed.</summary>
/// <param name="Script">The rehearsal.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Failures">What is not as it should be; empty when it passed.</param>
/// <param name="VirtualTime">How long it took in virtual time.</param>
/// <param name="WallTime">How long it took really.</param>
/// <param name="Effects">Changes that were made in our name.</param>
/// <param name="Story">The newest incident's journal.</param>
/// <param name="Crashes">Where the process was killed.</param>
internal sealed record PerformanceResult(
    RehearsalScript Script, int Seed, IReadOnlyList<string> Failures, TimeSpan VirtualTime, TimeSpan WallTime, int Effects, string Story, IReadOnlyList<string> Crashes)
{
    /// <summary>What the simulated Azure was asked, by whomever.</summary>
    public IReadOnlyList<ObservedCall> Calls { get; init; } = [];

    /// <summary>Whether all is as it should be.</summary>
    public bool Passed => Failures.Count == 0;
}
