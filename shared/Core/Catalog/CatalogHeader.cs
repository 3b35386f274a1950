namespace OpsAutomation.Core.Catalog;

/// <summary>Every catalogue file says which format it is in and what it is.</summary>
public static class CatalogHeader
{
    /// <summary>The format that this version reads.</summary>
    public const string ApiVersion = "ops/v1";

    /// <summary>Adds OPS1101 when <c>apiVersion</c> or <c>kind</c> is another.</summary>
    public static void Check(YamlMap root, string kind)
    {
        ArgumentNullException.ThrowIfNull(root);
        Check(root, "apiVersion", ApiVersion);
        Check(root, "kind", kind);
    }

    private static void Check(YamlMap root, string key, string wanted)
    {
        var found = root.String(key);
        if (!string.Equals(found, wanted, StringComparison.Ordinal))
        {
            root.Error("OPS1101", key, found is null ? $"'{key}: {wanted}' is required." : $"'{key}' must be {wanted} here, not '{found}'.");
        }
    }
}
