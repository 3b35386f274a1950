using OpsAutomation.Core.Alerts.Sources.Deployments;

namespace OpsAutomation.Core.Alerts.Sources.AzureDevOps;

/// <summary>A run of a pipeline, or a stage of one, changed its state. It counts where its name speaks of deploying.</summary>
internal static class PipelineHook
{
    private const string Stage = "ms.vss-pipelines.stage-state-changed-event";
    private const string Run = "ms.vss-pipelines.run-state-changed-event";

    /// <summary>The event types.</summary>
    public static IReadOnlyList<string> Types { get; } = [Stage, Run];

    public static bool Fits(string type) => Types.Contains(type, StringComparer.OrdinalIgnoreCase);

    public static Deployment? Read(JsonFields root, IntakeContext context, out DeadLetter? problem)
    {
        var resource = root.Object("resource");
        var (run, stage) = (resource.Object("run"), resource.Object("stage"));
        var pipeline = resource.Object("pipeline").Text("name", 128) ?? run.Object("pipeline").Text("name", 128);
        var stageName = stage.Text("displayName", 128) ?? stage.Text("name", 128);
        var part = stage.Exists ? stage : run;
        var result = part.Text("result", 32);
        DeploymentOutcome? outcome = part.Text("state", 32) == "completed" || result is not null ? HookResult.Outcome(result) : DeploymentOutcome.InProgress;
        var field = stage.Exists ? "resource.stage" : "resource.run";
        problem = pipeline is null ? new DeadLetter("resource.pipeline.name", "The event names no pipeline.")
            : !DeploymentWords.SpeakOfDeploying(pipeline, stageName) ? new DeadLetter($"{field}.name", $"Not an alert: neither the pipeline '{pipeline}' nor its stage speaks of deploying.")
            : outcome is null ? new DeadLetter($"{field}.result", $"'{result}' is not a result of a run.", NearestName.Of(result, HookResult.Known))
            : null;
        if (problem is not null)
        {
            return null;
        }

        return new Deployment
        {
            Service = pipeline!,
            Environment = stageName,
            Outcome = outcome!.Value,
            At = part.Time("finishTime") ?? part.Time("finishedDate") ?? root.Time("createdDate") ?? context.ReceivedAt,
            StartedAt = part.Time("startTime") ?? run.Time("createdDate"),
            Commit = run.Object("resources").Object("repositories").Object("self").Text("version", 64),
            Version = run.Text("name", 128),
            Actor = HookResult.Person(run.Object("requestedFor")) ?? HookResult.Person(resource.Object("requestedFor")),
            Pipeline = pipeline,
            Description = root.Object("message").Text("text"),
            Url = run.Object("_links").Object("web").Text("href", 2048),
            Identity = [new("project", resource.Text("projectId", 64)), new("pipeline", pipeline)],
        };
    }
}
