using System.Text.Json;
using OpsAutomation.Core.Alerts.Sources.CloudEvents;

namespace OpsAutomation.Core.Alerts.Sources.Deployments;

/// <summary>Our own deployment event, for whatever deploys and can post: <c>docs/events.md</c>.</summary>
internal static class DeploymentEvent
{
    /// <summary>Its CloudEvents type.</summary>
    public const string Type = "OpsAutomation.Deployment.Recorded";

    /// <summary>Reads one, or says what does not fit.</summary>
    public static NormaliseResult Normalise(string source, JsonElement item, IntakeContext context) =>
        CloudEvent.Read(item, Type, out var problem) is { } envelope
        && Read(envelope, context, out problem) is { } deployment
            ? deployment.ToDraft(context).Complete(source, context)
            : NormaliseResult.Dead(problem!);

    /// <summary>The fields of the data, read strictly.</summary>
    internal static Deployment? Read(CloudEvent envelope, IntakeContext context, out DeadLetter? problem)
    {
        var data = envelope.Data;
        var outcome = data.Word("outcome", Deployment.Outcomes);
        var started = data.Time("startedAt", required: false);
        var finished = data.Time("finishedAt", required: false);
        var deployment = new Deployment
        {
            Service = data.Required("service", 128),
            Environment = data.Required("environment", 128),
            Actor = data.Required("actor", 128),
            Commit = data.Optional("commit", 64),
            Image = data.Optional("image", 512),
            Version = data.Optional("version", 128),
            Repository = data.Optional("repository", 256),
            Pipeline = data.Optional("pipeline", 256),
            Description = data.Optional("description", 512),
            ResourceId = data.Optional("resourceId", 1024),
            Url = data.Optional("url", 2048),
            Outcome = outcome is null ? DeploymentOutcome.InProgress : (DeploymentOutcome)Deployment.Outcomes.ToList().IndexOf(outcome),
            StartedAt = started,
            At = (outcome == "in-progress" ? started ?? envelope.Time : finished ?? envelope.Time) ?? context.ReceivedAt,
        };
        if (deployment.Commit is null && deployment.Image is null && deployment.Version is null)
        {
            data.Bad("commit", "one of commit, image and version is required: what was deployed");
        }

        problem = data.Problem();
        return problem is null ? deployment with { Identity = [new("service", deployment.Service)] } : null;
    }
}
