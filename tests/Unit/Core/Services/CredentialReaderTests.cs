using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Unit.Core.Services;

public sealed class CredentialReaderTests
{
    private const string Group = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-shop";
    private const string Secret = Group + "/providers/Microsoft.KeyVault/vaults/kv-shop/secrets/login";
    private const string Account = Group + "/providers/Microsoft.Storage/storageAccounts/stshop";
    private const string Application = "aaaaaaaa-0000-4000-8000-000000000001";

    [Fact]
    public void A_credential_says_what_it_opens_where_it_is_published_and_who_reads_it()
    {
        var (catalog, bag) = Read($$"""
            services:
              - name: web
                owner: maria
                onCall: [ana]
                resources: [{{Group}}]
                credentials:
                  - {name: login, application: {{Application}}, clientId: bbbbbbbb-0000-4000-8000-000000000001, secret: {{Secret}}, consumers: [web]}
                  - {name: store, storageAccount: {{Account}}, secret: {{Secret}}2, consumers: [web]}
            """);

        Assert.Empty(bag.All);
        Assert.Equal("login", Assert.Single(catalog!.CredentialsOf(Secret)).Name);
        Assert.Equal("login", Assert.Single(catalog.CredentialsOf($"/providers/Microsoft.Graph/applications/{Application}")).Name);
        Assert.Equal("store", Assert.Single(catalog.CredentialsOf(Account)).Name);
        Assert.Equal("web", catalog.Find($"/providers/microsoft.graph/applications/{Application}")?.Name);
        Assert.Empty(catalog.CredentialsOf(null));
    }

    [Fact]
    public void Every_problem_is_told_at_once()
    {
        var (catalog, bag) = Read($$"""
            breakGlass: [/providers/Microsoft.Graph/applications/{{Application}}, emergency@shop.test]
            services:
              - name: web
                owner: maria
                onCall: [ana]
                resources: [{{Group}}]
                credentials:
                  - {name: a, application: my-app, secret: https://kv-shop.vault.azure.net/secrets/login, consumers: [nobody]}
                  - {name: b, secret: {{Secret}}}
                  - {name: b, storageAccount: stshop, secret: {{Secret}}, consumers: [web]}
                  - {name: c, application: {{Application}}, secret: {{Secret}}3, consumers: [web]}
            """);

        Assert.Null(catalog);
        Assert.Equal(
            ["OPS1211", "OPS1212", "OPS1213", "OPS1214", "OPS1215", "OPS1216", "OPS1217", "OPS1218", "OPS1219"],
            bag.All.Select(d => d.Code).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("/providers/Microsoft.Graph/applications/aaaaaaaa-0000-4000-8000-000000000001", true)]
    [InlineData("/providers/Microsoft.Graph/applications/AAAAAAAA-0000-4000-8000-000000000001", true)]
    [InlineData("/providers/Microsoft.Graph/applications/aaaaaaaa-0000-4000-8000-000000000001/owners", false)]
    [InlineData("/providers/Microsoft.Graph/applications/my-app", false)]
    [InlineData("/providers/Microsoft.Graph/applications/", false)]
    [InlineData("/providers/Microsoft.Graph/users/aaaaaaaa-0000-4000-8000-000000000001", false)]
    [InlineData("https://graph.microsoft.com/v1.0/applications/aaaaaaaa-0000-4000-8000-000000000001", false)]
    [InlineData(null, false)]
    public void Only_an_object_id_names_an_application(string? id, bool expected) =>
        Assert.Equal(expected, GraphId.TryParse(id, GraphId.ApplicationType, out _));

    private static (ServiceCatalog? Catalog, DiagnosticBag Bag) Read(string yaml)
    {
        var bag = new DiagnosticBag();
        var root = YamlFile.Read("services.yaml", yaml, bag);
        return (root is null ? null : ServiceCatalog.Read(root), bag);
    }
}
