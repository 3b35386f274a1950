using System.Text.Json;
using Microsoft.Extensions.Logging;
using OpsAutomation.Core.Alerts.Sources.Ops;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Guardrails.Breakers;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Functions.Activities;

/// <summary>
/// Raises an alert of our own source when automation is stopped because it acted too often or in vain: a breaker opened, or a
/// run was refused as a loop. Told before it is noted that it was done, so a crash tells it again, and the same event is one alert.
/// </summary>
public sealed partial class OverActionDesk(GuardrailLedger guardrails, AlertIntake intake, TimeProvider clock, ILogger<OverActionDesk> logger)
{
    private const int MaxListed = 3;

    private readonly OpsSource _ours = new();

    /// <summary>Tells the breakers how a run ended, and people which of them it opened or closed.</summary>
    public async Task ReportAsync(string incidentId, RunOutcome outcome, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        if (!outcome.Acted)
        {
            // Then no breaker opens or closes.
            await guardrails.ReportAsync(incidentId, outcome, cancellationToken);
            return;
        }

        var now = clock.GetUtcNow();
        var ended = outcome.Watched.ToDictionary(w => (w.Kind, w.Name), w => w.Bad);
        foreach (var breaker in await guardrails.BreakersAsync(outcome, cancellationToken))
        {
            // Before: once it is closed nobody knows any more since when it was open.
            if (ended[(breaker.Kind, breaker.Name)] is null && breaker.Probe == incidentId && StopOf(breaker) is { } over)
            {
                await RaiseAsync(OpsEvents.LetGo(over, now, now), over, "let go", cancellationToken);
            }
        }

        await guardrails.ReportAsync(incidentId, outcome, cancellationToken);
        foreach (var breaker in await guardrails.BreakersAsync(outcome, cancellationToken))
        {
            if (ended[(breaker.Kind, breaker.Name)] is not null && StopOf(breaker) is { } stop)
            {
                await RaiseAsync(OpsEvents.Stopped(stop, now), stop, "stopped", cancellationToken);
            }
        }
    }

    /// <summary>Tells people that a run was refused as a loop, if it was.</summary>
    public async Task TellLoopAsync(IncidentFile file, string stepId, ReservationResult result, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(result);
        if (result.Verdicts.FirstOrDefault(v => v is { Rule: LoopRule.Name, Kind: VerdictKind.Refused }) is { } loop)
        {
            // The time of the step is known and stays; that of the refusal is another one after a crash.
            var since = file.Entries[^1].At;
            var stop = new AutomationStop(LoopRule.Name, $"{file.Pinned?.Playbook.Name} on {string.Join(", ", result.Resources.Take(MaxListed))}", since, loop.Reason);
            await RaiseAsync(OpsEvents.Stopped(stop, clock.GetUtcNow()), stop, $"stopped at {stepId}", cancellationToken);
        }
    }

    private static AutomationStop? StopOf(Breaker breaker)
    {
        if (breaker.OpenedAt is not { } opened)
        {
            return null;
        }

        var about = $"{(breaker.Kind == BreakerKind.Playbook ? "playbook" : "action")} {breaker.Name}";
        return new AutomationStop(
            BreakerRule.Name, about, opened, $"{about} is stopped after these runs: {string.Join(", ", breaker.Marks.TakeLast(MaxListed).Select(m => $"{m.IncidentId} {m.How}"))}.");
    }

    private async Task RaiseAsync(JsonElement body, AutomationStop stop, string what, CancellationToken cancellationToken)
    {
        var accepted = await intake.AcceptAsync(_ours.Name, _ours.Split(body).Items);
        Raised(logger, stop.About, what, stop.Guardrail, accepted.Stored[0].AlertId);
    }

    [LoggerMessage(2185, LogLevel.Warning, "Automation of {About} is {What} by the guardrail '{Guardrail}'; raised as {AlertId}.")]
    private static partial void Raised(ILogger logger, string about, string what, string guardrail, string alertId);
}
