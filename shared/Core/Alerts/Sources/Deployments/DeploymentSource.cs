using System.Text.Json;
using OpsAutomation.Core.Alerts.Sources.CloudEvents;

namespace OpsAutomation.Core.Alerts.Sources.Deployments;

/// <summary>Deployments in our own event, <c>OpsAutomation.Deployment.Recorded</c>.</summary>
public sealed class DeploymentSource : IAlertSource
{
    /// <inheritdoc />
    public string Name => "deployment";

    /// <inheritdoc />
    public bool Recognises(JsonElement body) => CloudEvent.IsOf(body, DeploymentEvent.Type);

    /// <inheritdoc />
    public SplitResult Split(JsonElement body) => CloudEvent.Split(Name, body);

    /// <inheritdoc />
    public NormaliseResult Normalise(JsonElement item, IntakeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return DeploymentEvent.Normalise(Name, item, context);
    }
}
