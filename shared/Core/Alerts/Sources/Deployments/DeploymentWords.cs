namespace OpsAutomation.Core.Alerts.Sources.Deployments;

/// <summary>Tells by its name whether a workflow or a stage deploys: a failed test run of a pull request is nobody's alert.</summary>
internal static class DeploymentWords
{
    private static readonly string[] Words = ["deploy", "release", "rollout", "rollback", "promote", "azd"];

    /// <summary>Whether one of the names speaks of deploying.</summary>
    public static bool SpeakOfDeploying(params string?[] names) =>
        names.Any(n => n is not null && Words.Any(w => n.Contains(w, StringComparison.OrdinalIgnoreCase)));
}
