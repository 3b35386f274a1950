using OpsAutomation.Core.Permissions;

namespace OpsAutomation.Testing.Permissions;

/// <summary>One operation that Azure checks before it answers a request.</summary>
/// <param name="Name">The operation, or <c>Microsoft Graph: PERMISSION</c>.</param>
/// <param name="Plane"><c>action</c>, <c>data</c> or <c>api</c>.</param>
/// <param name="Level">How high it is checked.</param>
public sealed record ImpliedOperation(string Name, string Plane, OperationLevel Level);

/// <summary>
/// Which operations a request needs, from its address alone. ARM derives them from the method and the types in the path
/// (learn.microsoft.com/azure/role-based-access-control/resource-provider-operations); the data planes and Graph publish theirs.
/// </summary>
public static class ImpliedOperations
{
    /// <summary>The operations of a request; an address that nobody knows is a failure of the test.</summary>
    public static IReadOnlyList<ImpliedOperation> Of(string method, Uri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return uri.Host switch
        {
            "management.azure.com" => Arm(method, uri),
            "graph.microsoft.com" => [new(Graph(method, uri.AbsolutePath), "api", OperationLevel.Resource)],
            var h when h.EndsWith(".vault.azure.net", StringComparison.Ordinal) => [new($"Microsoft.KeyVault/vaults/secrets/{Vault(method, uri.AbsolutePath)}/action", "data", OperationLevel.Resource)],
            var h when h.EndsWith(".azconfig.io", StringComparison.Ordinal) => [new($"Microsoft.AppConfiguration/configurationStores/keyValues/{(method == "GET" ? "read" : "write")}", "data", OperationLevel.Resource)],
            _ => throw new InvalidOperationException($"Nobody knows what {method} {uri} needs."),
        };
    }

    private static IReadOnlyList<ImpliedOperation> Arm(string method, Uri uri)
    {
        var parts = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var at = Array.FindLastIndex(parts, p => p.Equals("providers", StringComparison.OrdinalIgnoreCase));
        var (space, rest) = at < 0 ? ("Microsoft.Resources", parts) : (parts[at + 1], parts[(at + 2)..]);
        var types = string.Join('/', rest.Where((_, i) => i % 2 == 0));
        var verb = method switch { "GET" => "read", "DELETE" => "delete", "POST" => "action", _ => "write" };
        var name = $"{space}/{types}/{verb}";
        var level = Level(parts, at, rest.Length);

        // The state of a machine has an operation of its own; who asks for both in one request may be asked for both.
        return uri.Query.Contains("$expand=instanceView", StringComparison.Ordinal)
            ? [new(name, "action", level), new($"{space}/{types}/instanceView/read", "action", level)]
            : [new(name, "action", level)];
    }

    // What stands before the last "providers" is the scope; a list of a type belongs to the group that it is listed in.
    private static OperationLevel Level(string[] parts, int providers, int rest) => (providers < 0 ? parts.Length - 1 : providers) switch
    {
        2 => OperationLevel.Subscription,
        4 when providers < 0 || rest == 1 => OperationLevel.Group,
        _ => OperationLevel.Resource,
    };

    private static string Vault(string method, string path) => (method, path.Split('/', StringSplitOptions.RemoveEmptyEntries)) switch
    {
        ("GET", ["secrets", _, "versions"]) or ("GET", ["deletedsecrets", _]) => "readMetadata",
        ("PUT", ["secrets", _]) => "setSecret",
        ("GET", ["secrets", ..]) => "getSecret",
        _ => throw new InvalidOperationException($"Nobody knows what {method} {path} of a vault needs."),
    };

    private static string Graph(string method, string path) => "Microsoft Graph: " + ((method, path.Split('/', StringSplitOptions.RemoveEmptyEntries)) switch
    {
        ("GET", [_, "applications", _]) or ("POST", [_, "applications", _, "addPassword" or "removePassword"]) => "Application.ReadWrite.OwnedBy",
        ("GET", [_, "users", _]) => "User.Read.All",
        ("POST", [_, "users", _, "revokeSignInSessions"]) => "User.RevokeSessions.All",
        _ => throw new InvalidOperationException($"Nobody knows what {method} {path} of Graph needs."),
    });
}
