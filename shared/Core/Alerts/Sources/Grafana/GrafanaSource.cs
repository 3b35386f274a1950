using System.Text.Json;
using OpsAutomation.Core.Alerts.Intake;

namespace OpsAutomation.Core.Alerts.Sources.Grafana;

/// <summary>
/// Grafana's webhook: the legacy alerting of versions up to 10 (one rule and its state), and the unified alerting since 8
/// (a group of alerts after Alertmanager's example, with values and links; version 12 adds fields and changes none). Source
/// of the fields: "Configure webhook notifications" in Grafana's documentation.
/// </summary>
public sealed class GrafanaSource : IAlertSource
{
    private static readonly string[] Kept = ["version", "receiver", "groupKey", "externalURL", "truncatedAlerts", "orgId", "appVersion"];

    /// <inheritdoc />
    public string Name => "grafana";

    /// <inheritdoc />
    public bool Recognises(JsonElement body)
    {
        var root = JsonFields.Flawless(body);
        return root.Exists && (IsLegacy(root) || (root.Find("alerts") is { ValueKind: JsonValueKind.Array } && (root.Find("orgId") is not null || root.Text("version", 8) == "1")));
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
        var draft = IsUnified(root) ? UnifiedAlert.Read(root, context, out var problem)
            : IsLegacy(root) ? LegacyAlert.Read(root, context, out problem)
            : Unknown(root, out problem);
        return draft is null ? NormaliseResult.Dead(problem!) : draft.Complete(Name, context);
    }

    private static bool IsUnified(JsonFields root) => root.Find("alerts") is not null;

    private static bool IsLegacy(JsonFields root) => root.Find("ruleName") is not null || root.Find("evalMatches") is not null || root.Find("ruleId") is not null;

    private static AlertDraft? Unknown(JsonFields root, out DeadLetter? problem)
    {
        problem = new DeadLetter(
            "alerts",
            root.Find("title") is null ? "Neither the list 'alerts' of unified alerting nor the 'ruleName' of legacy alerting is there." : "The body has a title and no alerts: a custom payload template that we do not read.",
            "the contact point's webhook without a custom payload");
        return null;
    }

    private MessageSplit Take(JsonElement body) =>
        body.TryGetProperty("alerts", out var alerts) && alerts.ValueKind == JsonValueKind.Array && alerts.GetArrayLength() > 0
            ? MessageSplit.Of(alerts.EnumerateArray().Select(a => new SplitItem(
                DerivedId.Of(Name, "unified", new JsonFields(body).Text("orgId", 32), DerivedId.Hash(a)),
                JsonRewrite.WithOnly(body, ["alerts"], a, n => Kept.Contains(n, StringComparer.Ordinal)),
                Repeats: RepeatPeriod.WithStart)))
            : MessageSplit.Of(new SplitItem(DerivedId.OfContent(Name, body), body, Repeats: RepeatPeriod.WithoutTime));
}
