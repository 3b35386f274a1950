using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Guardrails.Settings;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Permissions.Comparing;

/// <summary>Tells which bounds of all automation became looser and which tighter. What it does not know counts as looser.</summary>
internal static class GuardrailComparison
{
    /// <summary>Compares.</summary>
    public static IReadOnlyList<CatalogChange> Compare(GuardrailSettings before, GuardrailSettings after)
    {
        var bounds = new BoundList("guardrails");
        Places(bounds, before, after);
        Rates(bounds, before, after);
        Moments(bounds, before, after);
        if (bounds.Changes.Count == 0 && before.Hash != after.Hash)
        {
            bounds.Say(Widening.Wider, "changed in a way that this comparison does not know");
        }

        return bounds.Changes;
    }

    private static void Places(BoundList bounds, GuardrailSettings before, GuardrailSettings after)
    {
        bounds.Allowing("scopes", before.Scopes, after.Scopes);
        bounds.Other("protected.tag", before.ProtectedTag, after.ProtectedTag);
        bounds.Forbidding("protected.values", before.ProtectedValues, after.ProtectedValues);
        bounds.Forbidding("protected.resources", before.ProtectedResources, after.ProtectedResources);
        bounds.Forbidding("own.resources", before.Own.Resources, after.Own.Resources);
        bounds.Forbidding("own.identities", before.Own.Identities, after.Own.Identities);
        bounds.Forbidding("breakGlass", before.Own.BreakGlass, after.Own.BreakGlass);
    }

    private static void Rates(BoundList bounds, GuardrailSettings before, GuardrailSettings after)
    {
        bounds.More("maxActionsPerHour", before.MaxActionsPerHour, after.MaxActionsPerHour);
        bounds.Less("minimumCooldown", before.MinimumCooldown, after.MinimumCooldown);
        bounds.More("runsPerHour.perResource", before.RunsPerHour.PerResource, after.RunsPerHour.PerResource);
        bounds.More("runsPerHour.perService", before.RunsPerHour.PerService, after.RunsPerHour.PerService);
        bounds.More("runsPerHour.perPlaybook", before.RunsPerHour.PerPlaybook, after.RunsPerHour.PerPlaybook);
        bounds.More("runsPerHour.perSubscription", before.RunsPerHour.PerSubscription, after.RunsPerHour.PerSubscription);
        bounds.More("targets.perRun.count", before.Targets.PerRun, after.Targets.PerRun);
        bounds.More("targets.perRun.percent", before.Targets.PerRunPercent, after.Targets.PerRunPercent);
        bounds.More("targets.perService.count", before.Targets.PerService, after.Targets.PerService);
        bounds.More("targets.perService.percent", before.Targets.PerServicePercent, after.Targets.PerServicePercent);
        bounds.More("concurrency.all", before.Concurrency.All, after.Concurrency.All);
        bounds.More("concurrency.perService", before.Concurrency.PerService, after.Concurrency.PerService);
        bounds.Less("loops.within", before.Loops.Within, after.Loops.Within);
        bounds.More("loops.perResource", before.Loops.PerResource, after.Loops.PerResource);
        bounds.More("loops.perService", before.Loops.PerService, after.Loops.PerService);
        bounds.More("breaker.failures", before.Breaker.Failures, after.Breaker.Failures);
        bounds.Less("breaker.window", before.Breaker.Window, after.Breaker.Window);
        bounds.Less("breaker.openFor", before.Breaker.OpenFor, after.Breaker.OpenFor);
        bounds.More("dailySpend.maxAddedPerHour", before.Spend.MaxAddedPerHour, after.Spend.MaxAddedPerHour);
        bounds.Other("dailySpend.currency", before.Spend.Currency, after.Spend.Currency);
        bounds.LessOf("dailySpend.unknownPrice", before.Spend.UnknownPrice, after.Spend.UnknownPrice);
        bounds.Less("earnedAutonomy.agreeing", before.AgreeingRuns, after.AgreeingRuns);
    }

    private static void Moments(BoundList bounds, GuardrailSettings before, GuardrailSettings after)
    {
        bounds.Forbidding("errorBudget.services", before.ErrorBudget.Services, after.ErrorBudget.Services);
        bounds.More("errorBudget.maxAge", before.ErrorBudget.MaxAge, after.ErrorBudget.MaxAge);
        bounds.LessOf("errorBudget.withoutSlo.noService", before.ErrorBudget.NoService, after.ErrorBudget.NoService);
        for (var tier = 1; tier <= 4; tier++)
        {
            bounds.LessOf($"errorBudget.withoutSlo.tier{tier}", before.ErrorBudget.Of(tier), after.ErrorBudget.Of(tier));
        }

        bounds.LessOf("freeze.default", before.Freeze.Default, after.Freeze.Default);
        bounds.LessOf("freeze.during", before.Freeze.During, after.Freeze.During);

        // Where everything is frozen by default, a window is what lets automation act.
        if (after.Freeze.Default == FreezeDefault.Closed)
        {
            bounds.Allowing("freeze.windows", before.Freeze.Windows.Select(OpsJson.Write), after.Freeze.Windows.Select(OpsJson.Write));
        }
        else
        {
            bounds.Forbidding("freeze.windows", before.Freeze.Windows.Select(OpsJson.Write), after.Freeze.Windows.Select(OpsJson.Write));
        }

        bounds.Allowing("ask.approvers", before.Ask.Approvers, after.Ask.Approvers);
        bounds.More("ask.deadline", before.Ask.Deadline, after.Ask.Deadline);
    }
}
