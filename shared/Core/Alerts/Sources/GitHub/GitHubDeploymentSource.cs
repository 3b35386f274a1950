using System.Text.Json;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Alerts.Sources.Deployments;

namespace OpsAutomation.Core.Alerts.Sources.GitHub;

/// <summary>
/// GitHub's webhooks <c>deployment_status</c>, <c>deployment</c> and <c>workflow_run</c>. Which one it is stands in a header
/// that is not part of the body, so the fields tell. Source of the fields: "Webhook events and payloads" in GitHub's documentation.
/// </summary>
public sealed class GitHubDeploymentSource : IAlertSource
{
    /// <inheritdoc />
    public string Name => "github-deployment";

    /// <inheritdoc />
    public bool Recognises(JsonElement body)
    {
        var root = JsonFields.Flawless(body);
        return root.Exists && (root.Find("deployment_status") is not null || root.Find("workflow_run") is not null || root.Find("deployment") is not null) && root.Find("repository") is not null;
    }

    /// <inheritdoc />
    public SplitResult Split(JsonElement body) => AlertSplit.Split(Name, body, b => MessageSplit.Of(Name, b, Event(new JsonFields(b))));

    /// <inheritdoc />
    public NormaliseResult Normalise(JsonElement item, IntakeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (JsonFlaws.Find(item) is { } flaw)
        {
            return NormaliseResult.Dead(new DeadLetter(flaw.Path, flaw.Message));
        }

        var root = new JsonFields(item);
        var deployment = root.Find("workflow_run") is not null && root.Find("deployment_status") is null ? WorkflowRun.Read(root, context, out var problem)
            : root.Find("deployment") is not null ? DeploymentStatus.Read(root, context, out problem)
            : None(root, out problem);
        return deployment is null ? NormaliseResult.Dead(problem!) : deployment.ToDraft(context).Complete(Name, context);
    }

    private static Deployment? None(JsonFields root, out DeadLetter? problem)
    {
        problem = root.Find("zen") is not null
            ? new DeadLetter("zen", "Not an alert: GitHub's ping of the webhook. It arrived, so the webhook works.")
            : new DeadLetter("deployment", "Neither a deployment nor a workflow run is there: subscribe the webhook to deployment statuses or workflow runs.");
        return null;
    }

    // A delivery has its id in a header; what happened is named by these.
    private static string?[]? Event(JsonFields root)
    {
        if (root.Object("deployment_status") is { Exists: true } status && status.Text("id", 64) is { } id)
        {
            return ["deployment_status", id, status.Text("state", 32), root.Object("repository").Text("full_name", 256)];
        }

        return root.Object("workflow_run") is { Exists: true } run && run.Text("id", 64) is { } number
            ? ["workflow_run", number, run.Text("run_attempt", 16), run.Text("status", 32), run.Text("conclusion", 32), root.Text("action", 32)]
            : null;
    }
}
