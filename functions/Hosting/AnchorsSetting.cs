using Azure.Core;
using OpsAutomation.Core.Audit;
using OpsAutomation.Integrations.Anchors;

namespace OpsAutomation.Functions.Hosting;

/// <summary>
/// Where anchors of the audit chain go in the azure flavor: <c>Ops__Anchors</c>, the https address of a container, which is entered
/// with our identity, or a connection string such as <c>UseDevelopmentStorage=true</c> for Azurite.
/// </summary>
internal static class AnchorsSetting
{
    /// <summary>Name of the setting inside <see cref="OpsOptions.Section"/>.</summary>
    public const string Name = "Anchors";

    /// <summary>What is wrong with it, without its content: a connection string is a secret.</summary>
    public static IEnumerable<string> Problems(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            yield return $"{OpsOptions.Section}:{Name} is missing: the address of the container, or a connection string.";
        }
        else if (!IsAddress(value, out _) && !Readable(value))
        {
            yield return $"{OpsOptions.Section}:{Name} is neither the https address of a container, such as https://account.blob.core.windows.net/anchors, nor a connection string of storage.";
        }
    }

    /// <summary>The store of a setting that has no problems.</summary>
    public static IAnchorStore Store(string value, TokenCredential credential) =>
        IsAddress(value, out var container) ? BlobAnchorStore.WithToken(container!, credential) : BlobAnchorStore.FromConnectionString(value);

    private static bool IsAddress(string value, out Uri? container) =>
        Uri.TryCreate(value, UriKind.Absolute, out container) && container.Scheme == Uri.UriSchemeHttps && container.Query.Length == 0 && container.Segments.Length == 2;

    private static bool Readable(string value)
    {
        try
        {
            BlobAnchorStore.FromConnectionString(value);
            return true;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return false;
        }
    }
}
