namespace OpsAutomation.Cli.Rehearsing.Observing;

/// <summary>
/// What a call is about, and what covers it. ARM ids are cut at the resource; objects of Microsoft Graph are named
/// <c>/providers/microsoft.graph/…</c>, as the catalogue names them; the data of a vault or a configuration store is named
/// by its host and path. All in lower case.
/// </summary>
internal static class Targets
{
    private const string Arm = "management.azure.com";
    private const string Graph = "graph.microsoft.com";
    private const string Vaults = ".vault.azure.net";
    private const string Stores = ".azconfig.io";
    private const int TypeWord = 7;
    private const int NameWord = 8;
    private const int ChildWord = 10;

    /// <summary>Whether a host holds what automation may change.</summary>
    public static bool IsActedOn(string host) => host is Arm or Graph || IsData(host);

    /// <summary>Whether a host holds the data of a vault or a configuration store.</summary>
    public static bool IsData(string host) => host.EndsWith(Vaults, StringComparison.Ordinal) || host.EndsWith(Stores, StringComparison.Ordinal);

    /// <summary>Whether a host is a vault.</summary>
    public static bool IsVault(string host) => host.EndsWith(Vaults, StringComparison.Ordinal);

    /// <summary>The target of a call.</summary>
    public static string Of(string host, string path)
    {
        var words = path.ToLowerInvariant().Split('/', StringSplitOptions.RemoveEmptyEntries);
        return host switch
        {
            Arm => ObservedCall.TargetOf(path),
            Graph when words.Length > 2 => $"/providers/microsoft.graph/{words[1]}/{words[2]}",
            _ when IsVault(host) && words.Length > 1 => $"{host}/{words[0]}/{words[1]}",
            _ when IsData(host) => $"{host}/{string.Join('/', words)}",
            _ => $"{host}{path}".ToLowerInvariant(),
        };
    }

    /// <summary>The type of a target, lower case; empty for what has none.</summary>
    public static string TypeOf(string target)
    {
        var words = target.Split('/');
        return target.StartsWith("/providers/", StringComparison.Ordinal) ? $"{words[2]}/{words[3]}"
            : words.Length > NameWord && words[5] == "providers" ? $"{words[6]}/{words[TypeWord]}"
            : words[0].EndsWith(Vaults, StringComparison.Ordinal) ? "microsoft.keyvault/vaults/secrets"
            : words[0].EndsWith(Stores, StringComparison.Ordinal) ? "microsoft.appconfiguration/configurationstores"
            : string.Empty;
    }

    /// <summary>Whether something that was named (a resource, a group, a secret) is a target or holds it.</summary>
    /// <param name="named">Its id, lower case.</param>
    /// <param name="target">The target.</param>
    public static bool Cover(string named, string target) => named.Length > 0 && (Holds(named, target) || (DataOf(named) is { } data && Holds(data, target)));

    private static bool Holds(string what, string target) =>
        target.StartsWith(what, StringComparison.Ordinal) && (target.Length == what.Length || target[what.Length] == '/');

    // Names of vaults and stores are unique in all of Azure, and their hosts carry them.
    private static string? DataOf(string named)
    {
        var words = named.Split('/');
        if (words.Length <= NameWord)
        {
            return null;
        }

        return $"{words[6]}/{words[TypeWord]}" switch
        {
            "microsoft.keyvault/vaults" when words.Length > ChildWord => $"{words[NameWord]}{Vaults}/{words[ChildWord - 1]}/{words[ChildWord]}",
            "microsoft.keyvault/vaults" => words[NameWord] + Vaults,
            "microsoft.appconfiguration/configurationstores" => words[NameWord] + Stores,
            _ => null,
        };
    }
}
