using System.Text.Json;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Alerts.Sources.CloudEvents;
using OpsAutomation.Core.Alerts.Sources.Deployments;

namespace OpsAutomation.Core.Alerts.Sources.AzureDevOps;

/// <summary>
/// Deployments to Azure: the service hooks of Azure DevOps for releases and for pipelines, and our own event, which a hook
/// of azd posts because azd sends none. Source of the fields: "Service hooks events" in the documentation of Azure DevOps.
/// </summary>
public sealed class AzureDeploymentSource : IAlertSource
{
    /// <inheritdoc />
    public string Name => "azure-deployment";

    /// <inheritdoc />
    public bool Recognises(JsonElement body) =>
        JsonFields.Flawless(body) is { Exists: true } root && root.Text("eventType", 128) is { } type && (ReleaseHook.Fits(type) || PipelineHook.Fits(type));

    /// <inheritdoc />
    public SplitResult Split(JsonElement body) => AlertSplit.Split(
        Name,
        body,
        b => CloudEvent.IsOne(b) ? CloudEvent.Take(Name, b) : MessageSplit.Of(Name, b, new JsonFields(b).Text("id", 128) is { } id ? ["hook", id] : null));

    /// <inheritdoc />
    public NormaliseResult Normalise(JsonElement item, IntakeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (JsonFlaws.Find(item) is { } flaw)
        {
            return NormaliseResult.Dead(new DeadLetter(flaw.Path, flaw.Message));
        }

        if (CloudEvent.IsOne(item))
        {
            return DeploymentEvent.Normalise(Name, item, context);
        }

        var root = new JsonFields(item);
        var type = root.Text("eventType", 128);
        if (type is null || (!ReleaseHook.Fits(type) && !PipelineHook.Fits(type)))
        {
            return NormaliseResult.Dead(new DeadLetter(
                "eventType",
                type is null ? $"Neither a service hook of Azure DevOps nor an event of type {DeploymentEvent.Type} is there." : $"The service hook '{type}' reports no deployment.",
                NearestName.Of(type, [.. ReleaseHook.Types, .. PipelineHook.Types])));
        }

        var deployment = ReleaseHook.Fits(type) ? ReleaseHook.Read(root, context, out var problem) : PipelineHook.Read(root, context, out problem);
        return deployment is null ? NormaliseResult.Dead(problem!) : deployment.ToDraft(context).Complete(Name, context);
    }
}
