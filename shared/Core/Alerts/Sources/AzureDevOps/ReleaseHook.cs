using OpsAutomation.Core.Alerts.Sources.Deployments;

namespace OpsAutomation.Core.Alerts.Sources.AzureDevOps;

/// <summary>A stage of a classic release was begun or done.</summary>
internal static class ReleaseHook
{
    private const string Started = "ms.vss-release.deployment-started-event";
    private const string Completed = "ms.vss-release.deployment-completed-event";

    /// <summary>The event types.</summary>
    public static IReadOnlyList<string> Types { get; } = [Started, Completed];

    public static bool Fits(string type) => Types.Contains(type, StringComparer.OrdinalIgnoreCase);

    public static Deployment? Read(JsonFields root, IntakeContext context, out DeadLetter? problem)
    {
        var resource = root.Object("resource");
        var (environment, deployment) = (resource.Object("environment"), resource.Object("deployment"));
        var definition = environment.Object("releaseDefinition").Text("name", 128) ?? deployment.Object("releaseDefinition").Text("name", 128);
        var status = environment.Text("status", 32) ?? deployment.Text("deploymentStatus", 32);
        var outcome = string.Equals(root.Text("eventType", 128), Started, StringComparison.OrdinalIgnoreCase) ? DeploymentOutcome.InProgress : HookResult.Outcome(status);
        problem = (definition ?? resource.Object("project").Text("name", 128)) is null ? new DeadLetter("resource.environment.releaseDefinition.name", "The deployment names neither its release definition nor its project.")
            : outcome is null ? new DeadLetter("resource.environment.status", $"'{status}' is not an outcome of a deployment.", NearestName.Of(status, HookResult.Known))
            : null;
        if (problem is not null)
        {
            return null;
        }

        var project = resource.Object("project").Text("name", 128);
        var release = environment.Object("release").Text("name", 128) ?? deployment.Object("release").Text("name", 128) ?? resource.Object("release").Text("name", 128);
        return new Deployment
        {
            Service = definition ?? project!,
            Environment = environment.Text("name", 128),
            Outcome = outcome!.Value,
            At = deployment.Time("completedOn") ?? root.Time("createdDate") ?? context.ReceivedAt,
            StartedAt = deployment.Time("startedOn"),
            Commit = Commit(deployment.Object("release")) ?? Commit(resource.Object("release")),
            Version = release,
            Actor = HookResult.Person(deployment.Object("requestedFor")) ?? HookResult.Person(deployment.Object("requestedBy")),
            Pipeline = definition,
            Description = root.Object("message").Text("text"),
            Url = environment.Object("release").Object("_links").Object("web").Text("href", 2048),
            Identity = [new("project", project), new("definition", definition)],
        };
    }

    // The first artifact that says which source it was built of.
    private static string? Commit(JsonFields release) => release.List("artifacts", 8)
        .Select(a => new JsonFields(a).Object("definitionReference").Object("sourceVersion").Text("id", 64))
        .FirstOrDefault(c => c is not null);
}
