using System.Text.Json;

namespace OpsAutomation.Integration.Infra.Bicep;

/// <summary>
/// The resources that a deployment of the sample environment would make, as the compiler works them out without Azure: modules
/// unfolded, loops and conditions decided, names and ids in full. Committed, so that a review sees what a change of Bicep changes.
/// </summary>
public sealed class SnapshotTests
{
    private static readonly string[] Place =
        ["--subscription-id", "00000000-0000-0000-0000-000000000001", "--tenant-id", "00000000-0000-0000-0000-000000000002", "--location", "westeurope"];

    [Fact]
    public async Task The_snapshot_is_what_the_files_make()
    {
        var (code, output, errors) = await Compiler.RunAsync(["snapshot", Programs.Repository(Compiler.Sample), "--mode", "validate", .. Place]);

        Assert.True(code == 0, $"{output}{errors}{Environment.NewLine}When it is meant: bicep snapshot {Compiler.Sample} {string.Join(' ', Place)}");
    }

    [Fact]
    public void Nothing_that_would_be_made_is_opened_by_a_key_or_holds_a_secret()
    {
        var text = File.ReadAllText(Snapshot);

        Assert.All(Of("Microsoft.Storage/storageAccounts"), r => Assert.False(r.GetProperty("properties").GetProperty("allowSharedKeyAccess").GetBoolean()));
        Assert.All(Of("Microsoft.EventGrid/topics"), r => Assert.True(r.GetProperty("properties").GetProperty("disableLocalAuth").GetBoolean()));
        Assert.All(Of("Microsoft.Insights/components"), r => Assert.True(r.GetProperty("properties").GetProperty("DisableLocalAuth").GetBoolean()));
        Assert.All(Of("Microsoft.KeyVault/vaults"), r => Assert.True(r.GetProperty("properties").GetProperty("enablePurgeProtection").GetBoolean()));
        Assert.DoesNotContain("secret-of-", text, StringComparison.Ordinal);
        Assert.DoesNotContain("listKeys", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Who_writes_anchors_can_neither_overwrite_nor_delete_them_and_the_operator_can_do_nothing_there()
    {
        var role = Assert.Single(Of("Microsoft.Authorization/roleDefinitions"), r => r.GetProperty("properties").GetProperty("roleName").GetString()!.Contains("audit", StringComparison.Ordinal));
        var permission = Assert.Single(role.GetProperty("properties").GetProperty("permissions").EnumerateArray());
        var here = Of("Microsoft.Authorization/roleAssignments").Where(r => r.GetProperty("id").GetString()!.Contains("staudit", StringComparison.Ordinal)).ToArray();

        Assert.Empty(permission.GetProperty("actions").EnumerateArray());
        Assert.Equal(
            ["Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action", "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read"],
            permission.GetProperty("dataActions").EnumerateArray().Select(a => a.GetString()));
        var given = Assert.Single(here).GetProperty("properties");
        Assert.Contains("id-ops-ingress-", given.GetProperty("principalId").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("id-ops-operator-", here[0].GetRawText(), StringComparison.Ordinal);
        Assert.Contains(Of("Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies"), p => p.GetProperty("properties").GetProperty("immutabilityPeriodSinceCreationInDays").GetInt32() == 365);
    }

    // The exempt paths as they would be, not as an expression that makes them.
    [Fact]
    public void The_sign_in_lets_past_the_intake_of_every_source_by_its_name()
    {
        var signIn = Assert.Single(Of("Microsoft.Web/sites/config"), r => r.GetProperty("name").GetString()!.EndsWith("/authsettingsV2", StringComparison.Ordinal));
        var exempt = signIn.GetProperty("properties").GetProperty("globalValidation").GetProperty("excludedPaths").EnumerateArray().Select(p => p.GetString()!).ToArray();

        Assert.Contains("/runtime/webhooks/eventgrid", exempt);
        Assert.All(exempt.Where(p => p != "/runtime/webhooks/eventgrid"), p => Assert.Matches("^/api/alerts/[a-z0-9-]+$", p));
        Assert.Contains("/api/alerts/azure-monitor", exempt);
    }

    private static string Snapshot => Programs.Repository(Path.ChangeExtension(Compiler.Sample, ".snapshot.json"));

    private static JsonElement[] Of(string type)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Snapshot));
        var found = document.RootElement.GetProperty("predictedResources").EnumerateArray().Where(r => r.GetProperty("type").GetString() == type).Select(r => r.Clone()).ToArray();
        Assert.NotEmpty(found);
        return found;
    }
}
