using OpsAutomation.Integration.Infra.Bicep;

namespace OpsAutomation.Integration.Infra.Ties;

/// <summary>Who may do what. Every role that is given stands here with what needs it; one more, or one less, fails.</summary>
public sealed class RolesTests
{
    // Built-in roles: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles.
    private static readonly (string File, string Principal, string Role, string NeededFor)[] Needed =
    [
        ("app/durable.bicep", "ingressPrincipalId", "0ad04412-c4d5-4796-b79c-f76d14c8d402", "Durable Task Data Contributor: orchestrations"),
        ("app/state.bicep", "ingressPrincipalId", "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3", "Storage Table Data Contributor: records"),
        ("app/state.bicep", "ingressPrincipalId", "974c5e8b-45b9-4653-ba55-5f855dd0fb88", "Storage Queue Data Contributor: orchestrations in Azure Storage"),
        ("app/state.bicep", "ingressPrincipalId", "b7e6dc6d-f1e8-4753-8033-0f276bb0955b", "Storage Blob Data Owner: leases and keys of the Functions host, the package"),
        ("app/topic.bicep", "healthEvents.identity.principalId", "ba92f5b4-2d11-453d-a403-e96b0029c9fe", "Storage Blob Data Contributor: dead letters"),
        ("app/topic.bicep", "ingressPrincipalId", "d5a91429-5739-47e2-a06b-3470a27159e7", "EventGrid Data Sender: accepted alerts"),
        ("app/topic.bicep", "topic.identity.principalId", "ba92f5b4-2d11-453d-a403-e96b0029c9fe", "Storage Blob Data Contributor: dead letters"),
        ("app/topic.bicep", "vaultEvents.identity.principalId", "ba92f5b4-2d11-453d-a403-e96b0029c9fe", "Storage Blob Data Contributor: dead letters"),
        ("app/vault.bicep", "deployerId", "b86a8fe4-44ce-4948-aee5-eccb2c155cd7", "Key Vault Secrets Officer: the hook makes the first secrets"),
        ("app/vault.bicep", "ingressPrincipalId", "4633458b-17de-408a-b874-0445c86b69e6", "Key Vault Secrets User: references of settings"),
        ("monitoring/workspace.bicep", "ingressPrincipalId", "3913510d-42f4-4e42-8a64-420c390055eb", "Monitoring Metrics Publisher: telemetry"),
        ("app/audit.bicep", "ingressPrincipalId", "writeOnce.id", "audit anchors: our own role"),
        ("app/reach-group.bicep", "operatorPrincipalId", "operatorGroupRoleId", "of the catalogue: ops permissions"),
        ("app/reach-group.bicep", "operatorPrincipalId", "operatorRoleId", "of the catalogue: ops permissions"),
        ("app/reach-secret.bicep", "operatorPrincipalId", "operatorDataRoleId", "of the catalogue: ops permissions"),
        ("app/reach-store.bicep", "operatorPrincipalId", "operatorDataRoleId", "of the catalogue: ops permissions"),
        ("app/reach-subscription.bicep", "ingressPrincipalId", "readerRoleId", "of the catalogue: ops permissions"),
        ("app/reach-subscription.bicep", "operatorPrincipalId", "operatorSubscriptionRoleId", "of the catalogue: ops permissions"),
    ];

    [BicepFact]
    public async Task The_roles_that_are_given_are_the_roles_that_are_needed()
    {
        var given = from file in await BicepFile.AllAsync()
                    from resource in file.Resources
                    where resource.Type.StartsWith("Microsoft.Authorization/roleAssignments@", StringComparison.Ordinal)
                    let properties = resource.Body.At("properties")!
                    from role in Roles(file, properties.At("roleDefinitionId")!.Text!)
                    select $"{file.Path} {properties.At("principalId")!.Text} {role}";

        Assert.Equal(Needed.Select(n => $"{n.File} {n.Principal} {n.Role}").Order(StringComparer.Ordinal), given.Order(StringComparer.Ordinal));
    }

    [BicepFact]
    public async Task Every_role_of_the_catalogue_is_given_to_somebody()
    {
        var roles = (await BicepFile.OfAsync("app/operator-role.bicep")).Outputs.Select(o => o.Name);
        var reach = (await BicepFile.OfAsync("main.bicep")).Modules.SelectMany(m => m.Body.At("params")?.Properties?.Values ?? []).Select(v => v.Text ?? string.Empty).ToArray();

        Assert.All(roles, role => Assert.Contains($"roles.outputs.{role}", reach));
    }

    [BicepFact]
    public async Task Who_acts_can_neither_read_nor_write_what_was_written_about_it()
    {
        var main = await BicepFile.OfAsync("main.bicep");
        string[] mayKnowTheOperator = ["app", "reachGroups", "reachSecrets", "reachStores", "reachSubscription"];

        Assert.Equal(mayKnowTheOperator, main.Modules
            .Where(m => m.Body.Everything().Any(v => v.Text?.Contains("identities.outputs.operator", StringComparison.Ordinal) == true)).Select(m => m.Name).Order(StringComparer.Ordinal));
    }

    [BicepFact]
    public async Task Audit_anchors_can_be_added_and_read_and_nothing_else()
    {
        var audit = await BicepFile.OfAsync("app/audit.bicep");
        var role = audit.Resources.Single(r => r.Type.StartsWith("Microsoft.Authorization/roleDefinitions@", StringComparison.Ordinal)).Body.At("properties", "permissions")!.Items!.Single();

        Assert.Empty(role.At("actions")!.Items!);
        Assert.Equal(
            ["Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action", "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read"],
            role.At("dataActions")!.Items!.Select(i => i.Text));
        Assert.Contains(audit.Resources, r => r.Type.Contains("/immutabilityPolicies@", StringComparison.Ordinal) && r.Body.At("properties", "allowProtectedAppendWrites")!.Text == "false");
    }

    [BicepFact]
    public async Task What_says_that_we_are_ill_goes_around_us()
    {
        var ourselves = await BicepFile.OfAsync("monitoring/ourselves.bicep");
        var alerts = ourselves.Resources.Where(r => r.Body.At("properties", "actions") is not null).ToArray();

        Assert.True(alerts.Length >= 5);
        Assert.All(alerts, a => Assert.Contains(a.Body.At("properties", "actions")!.Everything(), v => v.Text == "bypassGroupId"));
        var bypass = (await BicepFile.OfAsync("alerts/groups.bicep")).Resources.Single(r => r.Name == "bypass");
        Assert.DoesNotContain(bypass.Body.Everything(), v => v.Text == "intakeUrl");
    }

    private static IEnumerable<string> Roles(BicepFile file, string text)
    {
        var name = text.StartsWith("subscriptionResourceId('Microsoft.Authorization/roleDefinitions', ", StringComparison.Ordinal)
            ? text["subscriptionResourceId('Microsoft.Authorization/roleDefinitions', ".Length..^1]
            : text;
        if (name == "role")
        {
            return file.Path == "app/state.bicep" ? ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3", "974c5e8b-45b9-4653-ba55-5f855dd0fb88", "b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] : ["operatorRoleId", "operatorGroupRoleId"];
        }

        return [file.Vars.FirstOrDefault(v => v.Name == name)?.Value.Text ?? name];
    }
}
