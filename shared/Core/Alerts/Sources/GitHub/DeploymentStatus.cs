using OpsAutomation.Core.Alerts.Sources.Deployments;

namespace OpsAutomation.Core.Alerts.Sources.GitHub;

/// <summary>A deployment of GitHub's API, and the status it got, if one came with it.</summary>
internal static class DeploymentStatus
{
    private static readonly string[] States = ["success", "failure", "error", "pending", "queued", "in_progress", "waiting", "inactive"];

    public static Deployment? Read(JsonFields root, IntakeContext context, out DeadLetter? problem)
    {
        var (deployment, status, repository) = (root.Object("deployment"), root.Object("deployment_status"), root.Object("repository"));
        var payload = deployment.Object("payload");
        problem = null;
        if ((payload.Text("service", 128) ?? repository.Text("name", 128)) is not { } service)
        {
            problem = new DeadLetter("repository.name", "The deployment names no repository.");
            return null;
        }

        var state = status.Exists ? status.Text("state", 32) : "pending";
        if (Outcome(state) is not { } outcome)
        {
            problem = new DeadLetter("deployment_status.state", $"'{state}' is not a state of a deployment.", NearestName.Of(state, States));
            return null;
        }

        return new Deployment
        {
            Service = service,
            Environment = status.Text("environment", 128) ?? deployment.Text("environment", 128),
            Outcome = outcome,
            At = status.Time("created_at") ?? status.Time("updated_at") ?? deployment.Time("created_at") ?? context.ReceivedAt,
            StartedAt = deployment.Time("created_at"),
            Commit = deployment.Text("sha", 64),
            Image = payload.Text("image", 512),
            Version = payload.Text("version", 128) ?? deployment.Text("ref", 256),
            Actor = status.Object("creator").Text("login", 128) ?? deployment.Object("creator").Text("login", 128) ?? root.Object("sender").Text("login", 128),
            Repository = repository.Text("full_name", 256),
            Pipeline = root.Object("workflow").Text("name", 256) ?? root.Object("workflow_run").Text("name", 256) ?? deployment.Text("task", 128),
            Description = status.Text("description"),
            Url = status.Text("log_url", 2048) ?? status.Text("target_url", 2048) ?? repository.Text("html_url", 2048),
            ResourceId = payload.Text("resourceId", 1024),
            Identity = [new("repository", repository.Text("full_name", 256)), new("service", service)],
        };
    }

    private static DeploymentOutcome? Outcome(string? state) => state?.ToLowerInvariant() switch
    {
        "success" => DeploymentOutcome.Success,
        "failure" or "error" => DeploymentOutcome.Failure,
        "pending" or "queued" or "in_progress" or "waiting" => DeploymentOutcome.InProgress,
        "inactive" => DeploymentOutcome.Cancelled,
        _ => null,
    };
}
