using OpsAutomation.Core.Correlation.Climates;
using OpsAutomation.Core.Correlation.Settings;
using OpsAutomation.Core.Correlation.Standings;

namespace OpsAutomation.Core.Correlation.Storms;

/// <summary>What has become of a storm at a look.</summary>
/// <param name="Storm">The storm.</param>
/// <param name="Summary">What it withholds.</param>
/// <param name="Over">Whether it has been calm for long enough; then what still fires is told one scope after the other.</param>
public sealed record StormLook(ClimateStorm Storm, StormSummary Summary, bool Over);

/// <summary>
/// Looks after storms: says what they withhold, ends them when they are calm, and has what still fires told at a pace that
/// cannot be the next storm.
/// </summary>
public sealed class StormKeeper(CorrelationSettings settings, StandingJudge judge, ClimateLedger climate, StormLedger storms, SettleQueue queue, TimeProvider clock)
{
    /// <summary>Looks at every storm that is on; the caller tells their incidents, and then calls <see cref="EndAsync"/> for those that are over.</summary>
    public async Task<IReadOnlyList<StormLook>> LookAsync(CancellationToken cancellationToken = default)
    {
        var looks = new List<StormLook>();
        foreach (var storm in await storms.ActiveAsync(cancellationToken))
        {
            var summary = await storms.CountAsync(storm, cancellationToken);

            var reached = storm.CommonCause && judge.HasCommonCause(storm.Key, await climate.RecentAsync(cancellationToken));
            looks.Add(new StormLook(storm, summary, !reached && IsOver(storm, summary)));
        }

        return looks;
    }

    /// <summary>Ends a storm, and puts the scopes in which something still fires into the queue, spread over time.</summary>
    public async Task EndAsync(StormLook look, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(look);
        var pace = Pace();
        var at = clock.GetUtcNow();

        // The orders first: were the process to die after the end, nobody would know whom to look after.
        foreach (var scope in look.Summary.Scopes)
        {
            await queue.AddAsync(scope, at += pace, cancellationToken);
        }

        await storms.EndAsync(look.Storm, cancellationToken);
    }

    // Without settings there are none any more: the catalogue was edited while one was on.
    private bool IsOver(ClimateStorm storm, StormSummary summary)
    {
        var calm = storm.CommonCause ? settings.CommonCause?.Calm : settings.Storm?.Calm;
        return calm is null || clock.GetUtcNow() - summary.Last >= calm;
    }

    // Half of what the strictest limit allows.
    private TimeSpan Pace() =>
        settings.Storm is { Limits.Count: > 0 } setting ? setting.Limits.Max(l => l.Within / Math.Max(1, l.Openings / 2)) : SettleQueue.Grain;
}
