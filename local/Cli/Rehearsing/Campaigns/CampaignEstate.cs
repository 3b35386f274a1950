using System.Globalization;
using System.Text;

namespace OpsAutomation.Cli.Rehearsing.Campaigns;

/// <summary>
/// The estate that every part of a campaign runs on: several of each kind that the catalogue has a playbook for, each a
/// service of its own, some protected.
/// </summary>
internal static class CampaignEstate
{
    /// <summary>The subscription.</summary>
    public const string Subscription = "11111111-1111-1111-1111-111111111111";

    /// <summary>The resource group.</summary>
    public const string Group = "rg-campaign";

    /// <summary>The vault.</summary>
    public const string Vault = "kv-campaign";

    /// <summary>Scale sets.</summary>
    public const string Sets = "Microsoft.Compute/virtualMachineScaleSets";

    /// <summary>Virtual machines.</summary>
    public const string Machines = "Microsoft.Compute/virtualMachines";

    /// <summary>Web apps, each with a slot that holds the release before.</summary>
    public const string Sites = "Microsoft.Web/sites";

    /// <summary>App Service plans.</summary>
    public const string Farms = "Microsoft.Web/serverfarms";

    /// <summary>Configuration stores.</summary>
    public const string Stores = "Microsoft.AppConfiguration/configurationStores";

    /// <summary>Network security groups.</summary>
    public const string Groups = "Microsoft.Network/networkSecurityGroups";

    /// <summary>Storage accounts, each with its key in the vault.</summary>
    public const string Accounts = "Microsoft.Storage/storageAccounts";

    /// <summary>Secrets of applications in the vault.</summary>
    public const string Secrets = "Microsoft.KeyVault/vaults/secrets";

    /// <summary>Applications of Entra.</summary>
    public const string Applications = "Microsoft.Graph/applications";

    /// <summary>Users of Entra.</summary>
    public const string Users = "Microsoft.Graph/users";

    private const int Credentials = 8;
    private const int People = 8;
    private const string Object = "aaaaaaaa-0000-4000-8000-0000000001";
    private const string Client = "aaaaaaaa-0000-4000-8000-0000000002";
    private const string Key = "bbbbbbbb-0000-4000-8000-0000000001";
    private const string User = "cccccccc-0000-4000-8000-0000000001";
    private const string BreakGlass = "cccccccc-0000-4000-8000-000000000911";

    /// <summary>The resources.</summary>
    public static IReadOnlyList<CampaignResource> Resources { get; } =
    [
        .. Several(Sets, "set", 8, 1),
        .. Several(Machines, "vm", 14, 1),
        .. Several(Farms, "plan", 8, 0),
        .. Several(Sites, "site", 9, 1),
        .. Several(Stores, "store", 6, 0),
        .. Several(Groups, "nsg", 6, 1),
        .. Several(Accounts, "stcampaign", 6, 0),
        .. Enumerable.Range(0, Credentials).Select(i => new CampaignResource($"pay-{i}", Secrets, false)),
        .. Enumerable.Range(0, Credentials).Select(i => new CampaignResource($"{Object}{i:D2}", Applications, false)),
        .. Enumerable.Range(0, People).Select(i => new CampaignResource($"{User}{i:D2}", Users, false)),
        new(BreakGlass, Users, true),
    ];

    /// <summary>What belongs together, lower case: a secret and what it opens.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Together { get; } =
    [
        .. Enumerable.Range(0, Credentials).Select(i => new[] { Secret($"pay-{i}"), $"/providers/{Applications}/{Object}{i:D2}".ToLowerInvariant() }),
        .. Resources.Where(r => r.Type == Accounts).Select(r => new[] { Secret($"key-{r.Name}"), r.Id.ToLowerInvariant() }),
    ];

    /// <summary>Services of the catalogue for them: what belongs to none is nobody's to mend.</summary>
    public static (string File, string Find, string Replace) Services { get; } = ("services.yaml", "services:\n", $"services:\n{ServiceText()}");

    /// <summary>The sender of identities at risk may name the applications of the services above.</summary>
    public static (string File, string Find, string Replace) Senders { get; } = (
        "sources.yaml",
        "services: [identities, shop-checkout]",
        $"services: [identities, shop-checkout, {string.Join(", ", Enumerable.Range(0, Credentials).Select(i => string.Create(CultureInfo.InvariantCulture, $"campaign-site-{i}")))}]");

    /// <summary>Machines that must stay on, and get a smaller size when they are idle: those with an odd number.</summary>
    public static (string File, string Find, string Replace) AlwaysOn { get; } = (
        "playbooks/right-size-vm.yaml",
        "    - shop-report\n",
        "    - shop-report\n" + string.Concat(Resources.Where(r => r.Type == Machines && int.IsOddInteger(r.Name[^1])).Select(r => $"    - campaign-{r.Name}\n")));

    /// <summary>A freeze of the catalogue's guardrails.</summary>
    public static (string File, string Find, string Replace) Freeze(DateTimeOffset from, DateTimeOffset until) => ("guardrails.yaml", "  windows: []\n", string.Create(
        CultureInfo.InvariantCulture, $"  windows:\n    - name: campaign\n      reason: As the campaign draws.\n      once: {{ start: \"{from:yyyy-MM-ddTHH:mm}Z\", end: \"{until:yyyy-MM-ddTHH:mm}Z\" }}\n"));

    /// <summary>The client id of an application; its own name for anything else.</summary>
    public static string ClientOf(string name) => name.Replace(Object, Client, StringComparison.Ordinal);

    /// <summary>The id of an application's first secret.</summary>
    public static string KeyOf(string name) => name.Replace(Object, Key, StringComparison.Ordinal);

    /// <summary>The estate's file.</summary>
    public static string Text()
    {
        var text = new StringBuilder("estate: campaign\ndescription: Several of each kind, some of them protected.\napplications:\n");
        for (var i = 0; i < Credentials; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - {{ id: {Object}{i:D2}, appId: {Client}{i:D2}, displayName: pay-{i}, passwords: [{{ keyId: {Key}{i:D2}, displayName: pay, age: 340d, expires: 25d }}] }}\n");
        }

        text.Append("users:\n");
        foreach (var user in Resources.Where(r => r.Type == Users))
        {
            text.Append(CultureInfo.InvariantCulture, $"  - {{ id: {user.Name}, displayName: U, userPrincipalName: u{user.Name[^4..]}@shop.test }}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"subscriptions:\n  - id: {Subscription}\n    name: Campaign (simulated)\n    resourceGroups:\n      - name: {Group}\n        location: westeurope\n        resources:\n");
        text.Append(CultureInfo.InvariantCulture, $"          - name: {Vault}\n            type: Microsoft.KeyVault/vaults\n            secrets:\n");
        for (var i = 0; i < Credentials; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"              - {{ name: pay-{i}, key: {Key}{i:D2}, tags: {{ credential-key: {Key}{i:D2} }}, age: 340d, expires: 25d }}\n");
        }

        foreach (var account in Resources.Where(r => r.Type == Accounts))
        {
            text.Append(CultureInfo.InvariantCulture, $"              - {{ name: key-{account.Name}, key: key1, account: {account.Name}, tags: {{ credential-key: key1 }}, age: 120d }}\n");
        }

        foreach (var resource in Resources.Where(r => r.IsOfArm))
        {
            text.Append(EstateLines.Of(resource));
        }

        return text.ToString();
    }

    private static IEnumerable<CampaignResource> Several(string type, string prefix, int count, int guarded) => Enumerable.Range(0, count)
        .Select(i => new CampaignResource(string.Create(CultureInfo.InvariantCulture, $"{prefix}{(type == Accounts ? string.Empty : "-")}{i}"), type, i >= count - guarded));

    private static string Secret(string name) => new CampaignResource(name, Secrets, false).Id.ToLowerInvariant();

    private static string ServiceText() => string.Concat(Resources.Where(r => r.IsOfArm).Select(r =>
        $"  - name: campaign-{r.Name}\n    owner: maria\n    team: shop\n    tier: 2\n    onCall: [ana, ben]\n    resources:\n      - {r.Id}\n{CredentialText(r)}\n"));

    // What an application's secret opens belongs to the sites.
    private static string CredentialText(CampaignResource resource)
    {
        var index = resource.Name[^1] - '0';
        return resource.Type switch
        {
            Accounts => $"    credentials:\n      - name: key-{resource.Name}\n        storageAccount: {resource.Id}\n        secret: {new CampaignResource($"key-{resource.Name}", Secrets, false).Id}\n        consumers: [campaign-{resource.Name}]\n",
            Sites when index < Credentials => string.Create(
                CultureInfo.InvariantCulture,
                $"    credentials:\n      - name: pay-{index}\n        application: {Object}{index:D2}\n        clientId: {Client}{index:D2}\n        secret: {new CampaignResource($"pay-{index}", Secrets, false).Id}\n        consumers: [campaign-{resource.Name}]\n"),
            _ => string.Empty,
        };
    }
}
