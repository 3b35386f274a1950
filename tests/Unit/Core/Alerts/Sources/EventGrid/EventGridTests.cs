using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Alerts.Sources.EventGrid;
using OpsAutomation.Unit.Core.Alerts.Samples;

namespace OpsAutomation.Unit.Core.Alerts.Sources.EventGrid;

public sealed class EventGridTests
{
    private const string Machine = "/subscriptions/00000000-0000-0000-0000-000000000002/resourcegroups/rg-shop/providers/microsoft.compute/virtualmachines/vm-shop";
    private const string Vault = "/subscriptions/00000000-0000-0000-0000-000000000002/resourcegroups/rg-shop/providers/microsoft.keyvault/vaults/kv-shop";

    [Fact]
    public void Available_again_resolves_the_health_of_the_resource_that_was_unavailable()
    {
        var resolved = Read("availability-changed");
        Assert.Equal((AlertStatus.Resolved, Machine, SignalKind.ResourceHealth), (resolved.Status, resolved.Resource, resolved.Signal.Kind));
        Assert.Equal(new DateTimeOffset(2023, 7, 24, 19, 20, 37, TimeSpan.Zero).AddTicks(9245071), resolved.EndsAt);
        var fired = Read("availability-changed", ("\"availabilityState\": \"Available\"", "\"availabilityState\": \"Unavailable\""));
        Assert.Equal((AlertStatus.Firing, Severity.Sev1, resolved.Fingerprint), (fired.Status, fired.Severity, fired.Fingerprint));
        Assert.Equal(AlertStatus.Firing, Read("availability-changed", ("\"availabilityState\": \"Available\"", "\"availabilityState\": \"Unknown\"")).Status);
    }

    [Fact]
    public void An_annotation_tells_why()
    {
        var alert = Read("resource-annotated");
        Assert.Equal((AlertStatus.Firing, Severity.Sev2, Machine, "VirtualMachineHostRebootedForRepair"), (alert.Status, alert.Severity, alert.Resource, alert.Signal.Name));
        Assert.Equal("Unexpected host failure", alert.Labels["azure.reason"]);
    }

    [Fact]
    public void A_secret_near_its_end_is_the_same_alert_in_both_schemas()
    {
        var (cloud, grid) = (Read("secret-near-expiry-cloudevent"), Read("secret-near-expiry-gridschema"));
        Assert.Equal((cloud.Id, cloud.Fingerprint, cloud.StartsAt), (grid.Id, grid.Fingerprint, grid.StartsAt));
        Assert.Equal(("credential expiry", AlertStatus.Firing, Severity.Sev2, Vault + "/secrets/db-login", SignalKind.Credential), (cloud.Rule, cloud.Status, cloud.Severity, cloud.Resource, cloud.Signal.Kind));
        Assert.Equal(("db-login", "secret", "kv-shop"), (cloud.Signal.Dimensions["objectName"], cloud.Signal.Dimensions["objectType"], cloud.Signal.Dimensions["vault"]));
        Assert.Equal("2026-12-23 00:00:00Z", cloud.Labels["azure.expires"]);
        Assert.Equal("Secret db-login of vault kv-shop expires on 2026-12-23", cloud.Summary);
    }

    [Theory]
    [InlineData("../../other")]
    [InlineData("a/b")]
    [InlineData("a b")]
    public void A_name_that_no_secret_can_have_points_at_the_vault_alone(string name)
    {
        var alert = Read("secret-near-expiry-cloudevent", ("\"ObjectName\": \"db-login\"", $"\"ObjectName\": \"{name}\""));
        Assert.Equal(Vault, alert.Resource);
    }

    [Fact]
    public void Expiry_raises_the_severity_of_the_same_condition_and_a_new_version_resolves_it()
    {
        var near = Read("secret-near-expiry-cloudevent");
        var expired = Read("secret-near-expiry-cloudevent", ("SecretNearExpiry", "SecretExpired"));
        var renewed = Read("secret-near-expiry-cloudevent", ("SecretNearExpiry", "SecretNewVersionCreated"));
        Assert.Equal((near.Fingerprint, Severity.Sev1), (expired.Fingerprint, expired.Severity));
        Assert.Equal((near.Fingerprint, AlertStatus.Resolved, Severity.Sev4), (renewed.Fingerprint, renewed.Status, renewed.Severity));
        Assert.Equal("Certificate shop-tls of vault kv-shop has expired", Read("certificate-expired").Summary);
        Assert.Equal(AlertStatus.Resolved, Read("secret-new-version").Status);
    }

    [Fact]
    public void A_failed_write_fires_and_the_next_success_resolves_it()
    {
        var failed = Read("write-failure");
        Assert.Equal((AlertStatus.Firing, Severity.Sev3, Machine, SignalKind.ActivityLog), (failed.Status, failed.Severity, failed.Resource, failed.Signal.Kind));
        Assert.Equal(("Dana Example", "Failure"), (failed.Labels["azure.caller"], failed.Labels["azure.outcome"]));
        foreach (var outcome in new[] { "Success", "Cancel" })
        {
            var over = Read("write-failure", ("WriteFailure", $"Write{outcome}"));
            Assert.Equal((AlertStatus.Resolved, failed.Fingerprint), (over.Status, over.Fingerprint));
        }
    }

    [Theory]
    [InlineData("vm-deallocate", "microsoft.compute/virtualmachines/deallocate/action", "resource action")]
    [InlineData("vm-delete", "microsoft.compute/virtualmachines/delete", "resource delete")]
    public void A_success_opens_nothing(string sample, string operation, string rule)
    {
        var alert = Read(sample);
        Assert.Equal((AlertStatus.Resolved, Severity.Sev4, operation, rule), (alert.Status, alert.Severity, alert.Signal.Dimensions["operation"], alert.Rule));
        Assert.EndsWith("/virtualmachines/my-vm-01", alert.Resource, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_of_work_is_a_dead_letter_that_says_it_is_no_alert()
    {
        var letter = Assert.Single(SampleFiles.Read(SampleFiles.Text("event-grid", "blob-created")).DeadLetters);
        Assert.Equal(("eventType", null), (letter.Field, letter.Nearest));
        Assert.Contains("is not an alert", letter.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_misspelt_type_finds_the_nearest_of_its_service()
    {
        var text = SampleFiles.Text("event-grid", "certificate-expired").Replace("CertificateExpired", "CertificateExpires", StringComparison.Ordinal);
        Assert.Equal("Microsoft.KeyVault.CertificateExpired", Assert.Single(SampleFiles.Read(text).DeadLetters).Nearest);
    }

    [Fact]
    public void A_validation_is_a_handshake_with_its_code()
    {
        var split = SampleFiles.Source("event-grid").Split(SampleFiles.Json("event-grid", "validation"));
        Assert.Equal("512d38b6-c7b8-40c8-89fe-f46f9e9622b6", split.Handshake!.ValidationCode);
    }

    [Fact]
    public void A_native_delivery_loses_nothing_whatever_is_in_it()
    {
        string[] events =
        [
            SampleFiles.Text("event-grid", "secret-near-expiry-cloudevent"), SampleFiles.Text("event-grid", "secret-near-expiry-gridschema"), "no JSON", "{}", "[1]", "{\"a\":1,\"a\":2}",
            SampleFiles.Text("cost", "anomaly"), SampleFiles.Text("event-grid", "blob-created"),
        ];
        var items = NativeEvents.Split(events, AlertSources.All);
        Assert.Equal(["event-grid", "cost"], items.Select(i => i.Source));
        Assert.Equal(6, items[0].Items.Count);
        Assert.Equal(4, items[0].Items.Count(i => i.Unparseable is not null));
        Assert.Equal(items[0].Items.Select(i => i.Id), NativeEvents.Split(events, AlertSources.All)[0].Items.Select(i => i.Id));
    }

    private static Alert Read(string name, params (string Before, string After)[] changes)
    {
        var text = changes.Aggregate(SampleFiles.Text("event-grid", name), (t, c) => t.Replace(c.Before, c.After, StringComparison.Ordinal));
        return Assert.Single(SampleFiles.Read(text).Alerts);
    }
}
