using System.Text.Json;
using OpsAutomation.Core.Alerts.Intake;

namespace OpsAutomation.Core.Alerts.Sources.PagerDuty;

/// <summary>
/// PagerDuty's webhooks: version 3 (one <c>event</c>), version 2 (a list of <c>messages</c>), and an incident as its REST
/// API writes it. An event that leaves the incident open, an acknowledgement or an escalation, is a repeat of its firing: if
/// the triggering event was lost, the incident is still known. What is not about an incident's state (notes, responders, a
/// test) is no alert and says so. Source of the fields: "Webhooks overview" in PagerDuty's developer documentation.
/// </summary>
public sealed class PagerDutySource : IAlertSource
{
    /// <inheritdoc />
    public string Name => "pagerduty";

    /// <inheritdoc />
    public bool Recognises(JsonElement body)
    {
        var root = JsonFields.Flawless(body);
        return root.Object("event").Text("event_type", 128) is not null
            || (root.Find("messages") is { ValueKind: JsonValueKind.Array } messages && messages.GetArrayLength() > 0 && IncidentMessage.V2(new JsonFields(messages[0])).Incident.Exists)
            || IncidentMessage.IsIncident(root);
    }

    /// <inheritdoc />
    public SplitResult Split(JsonElement body) => AlertSplit.Split(Name, body, Take);

    /// <inheritdoc />
    public NormaliseResult Normalise(JsonElement item, IntakeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (JsonFlaws.Find(item) is { } flaw)
        {
            return NormaliseResult.Dead(new DeadLetter(flaw.Path, flaw.Message));
        }

        var root = new JsonFields(item);
        var messages = root.List("messages", 2);
        if (messages.Count > 1)
        {
            return NormaliseResult.Dead(new DeadLetter("messages", "An item must hold one message."));
        }

        var message = root.Find("event") is not null ? IncidentMessage.V3(root.Object("event"))
            : messages.Count == 1 ? IncidentMessage.V2(new JsonFields(messages[0]))
            : IncidentMessage.Bare(root);
        return message.Problem() is { } problem ? NormaliseResult.Dead(problem) : PagerDutyIncident.Read(message, context).Complete(Name, context);
    }

    // The events of version 3 and the messages of version 2 have ids; a delivery that is tried again has the same.
    private MessageSplit Take(JsonElement body)
    {
        if (body.TryGetProperty("messages", out var messages) && messages.ValueKind == JsonValueKind.Array && messages.GetArrayLength() > 0)
        {
            return MessageSplit.Of(messages.EnumerateArray().Select(m => new SplitItem(
                new JsonFields(m).Text("id", 128) is { } id ? DerivedId.Of(Name, "v2", id) : DerivedId.Of(Name, "v2", null, DerivedId.Hash(m)),
                JsonRewrite.WithOnly(body, ["messages"], m, _ => false))));
        }

        return MessageSplit.Of(Name, body, new JsonFields(body).Object("event").Text("id", 128) is { } name ? ["v3", name] : null);
    }
}
