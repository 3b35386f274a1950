using System.Text.Json;
using OpsAutomation.Core.Alerts.Intake;

namespace OpsAutomation.Core.Alerts.Sources.Alertmanager;

/// <summary>
/// Prometheus Alertmanager's webhook, version 4 (Alertmanager 0.6 and later): a group of alerts, each an alert of ours. What
/// the group says of itself, its status above all, is never applied to one alert: a group fires while one of it does. Source
/// of the fields: "webhook_config" in Alertmanager's documentation.
/// </summary>
public sealed class AlertmanagerSource : IAlertSource
{
    internal const string Version = "4";

    private static readonly string[] Kept = ["version", "receiver", "groupKey", "externalURL", "truncatedAlerts"];

    /// <inheritdoc />
    public string Name => "alertmanager";

    /// <inheritdoc />
    public bool Recognises(JsonElement body) =>
        JsonFields.Flawless(body) is { Exists: true } root
        && root.Find("alerts") is { ValueKind: JsonValueKind.Array }
        && root.Find("groupKey") is not null
        && root.Find("orgId") is null
        && root.Text("version", 8) is null or Version or "3";

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
        var version = root.Text("version", 16);
        if (version != Version)
        {
            return NormaliseResult.Dead(new DeadLetter(
                "version",
                version is null ? "Alertmanager's webhook says its version, and this body does not." : $"Version '{version}' of Alertmanager's webhook is not read.",
                "version 4, of Alertmanager 0.6 and later"));
        }

        var alerts = root.List("alerts", 2);
        if (alerts.Count != 1 || alerts[0].ValueKind != JsonValueKind.Object)
        {
            return NormaliseResult.Dead(new DeadLetter("alerts", "It must be a list of alerts, each a JSON object."));
        }

        var draft = GroupedAlert.Read(new JsonFields(alerts[0]), context, out var problem);
        if (draft is null)
        {
            return NormaliseResult.Dead(problem!);
        }

        draft.Labels.Add("alertmanager.receiver", root.Text("receiver", 128));
        draft.Labels.Add("alertmanager.groupKey", root.Text("groupKey"));
        return GroupedAlert.Truncated(draft, root, "alertmanager.truncatedAlerts").Complete(Name, context);
    }

    // The alert alone names it: what the group says of itself changes with its neighbours.
    private MessageSplit Take(JsonElement body) =>
        new JsonFields(body).Text("version", 16) == Version && body.TryGetProperty("alerts", out var alerts) && alerts.ValueKind == JsonValueKind.Array && alerts.GetArrayLength() > 0
            ? MessageSplit.Of(alerts.EnumerateArray().Select(a => new SplitItem(
                DerivedId.Of(Name, Version, DerivedId.Hash(a)),
                JsonRewrite.WithOnly(body, ["alerts"], a, n => Kept.Contains(n, StringComparer.Ordinal)),
                Repeats: RepeatPeriod.WithStart)))
            : MessageSplit.Of(Name, body);
}
