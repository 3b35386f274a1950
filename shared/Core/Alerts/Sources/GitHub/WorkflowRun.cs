using OpsAutomation.Core.Alerts.Sources.Deployments;

namespace OpsAutomation.Core.Alerts.Sources.GitHub;

/// <summary>A run of a workflow that, by its name or file, deploys. Other runs are no deployments.</summary>
internal static class WorkflowRun
{
    private static readonly string[] Conclusions =
        ["success", "failure", "timed_out", "startup_failure", "cancelled", "skipped", "neutral", "stale", "action_required"];

    public static Deployment? Read(JsonFields root, IntakeContext context, out DeadLetter? problem)
    {
        var (run, workflow, repository) = (root.Object("workflow_run"), root.Object("workflow"), root.Object("repository"));
        var (name, path) = (run.Text("name", 128) ?? workflow.Text("name", 128), run.Text("path", 256) ?? workflow.Text("path", 256));
        var conclusion = run.Text("conclusion", 32);
        DeploymentOutcome? outcome = run.Text("status", 32) == "completed" || conclusion is not null ? Outcome(conclusion) : DeploymentOutcome.InProgress;
        problem = repository.Text("name", 128) is null ? new DeadLetter("repository.name", "The run names no repository.")
            : !DeploymentWords.SpeakOfDeploying(name, path) ? new DeadLetter("workflow_run.name", $"Not an alert: the workflow '{name ?? path}' does not speak of deploying.")
            : outcome is null ? new DeadLetter("workflow_run.conclusion", $"'{conclusion}' is not a conclusion of a run.", NearestName.Of(conclusion, Conclusions))
            : null;
        if (problem is not null)
        {
            return null;
        }

        var branch = run.Text("head_branch", 256);
        return new Deployment
        {
            Service = repository.Text("name", 128)!,
            Environment = null,
            Outcome = outcome!.Value,
            At = run.Time("updated_at") ?? run.Time("run_started_at") ?? context.ReceivedAt,
            StartedAt = run.Time("run_started_at") ?? run.Time("created_at"),
            Commit = run.Text("head_sha", 64),
            Version = branch,
            Actor = run.Object("triggering_actor").Text("login", 128) ?? run.Object("actor").Text("login", 128) ?? root.Object("sender").Text("login", 128),
            Repository = repository.Text("full_name", 256),
            Pipeline = name ?? path,
            Url = run.Text("html_url", 2048),
            Identity = [new("repository", repository.Text("full_name", 256)), new("workflow", path ?? name), new("branch", branch)],
        };
    }

    private static DeploymentOutcome? Outcome(string? conclusion) => conclusion?.ToLowerInvariant() switch
    {
        "success" => DeploymentOutcome.Success,
        "failure" or "timed_out" or "startup_failure" => DeploymentOutcome.Failure,
        "cancelled" or "skipped" or "neutral" or "stale" or "action_required" => DeploymentOutcome.Cancelled,
        _ => null,
    };
}
