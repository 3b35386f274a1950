using OpsAutomation.Core.Alerts.Sources.Deployments;

namespace OpsAutomation.Core.Alerts.Sources.AzureDevOps;

/// <summary>The words that both kinds of hook share.</summary>
internal static class HookResult
{
    /// <summary>The results that we know.</summary>
    public static IReadOnlyList<string> Known { get; } = ["succeeded", "partiallySucceeded", "failed", "rejected", "canceled", "skipped", "notDeployed"];

    /// <summary>What became of it; a part that failed is a failure.</summary>
    public static DeploymentOutcome? Outcome(string? result) => result?.ToLowerInvariant() switch
    {
        "succeeded" => DeploymentOutcome.Success,
        "failed" or "rejected" or "partiallysucceeded" => DeploymentOutcome.Failure,
        "canceled" or "cancelled" or "skipped" or "notdeployed" => DeploymentOutcome.Cancelled,
        _ => null,
    };

    /// <summary>Who it was: the sign-in name, else the name that is shown.</summary>
    public static string? Person(JsonFields person) => person.Text("uniqueName", 128) ?? person.Text("displayName", 128);
}
