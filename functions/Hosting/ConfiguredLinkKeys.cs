using Microsoft.Extensions.Configuration;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Approvals.Links;
using OpsAutomation.Integrations.KeyVault;

namespace OpsAutomation.Functions.Hosting;

/// <summary>
/// The key ring of links from settings: <c>Ops__LinkKeys__0__Id</c>, <c>Ops__LinkKeys__0__Secret</c> (base64 of at least 32
/// random bytes). The first signs; every one is accepted. Where the first secret is the address of a secret in Key Vault, its
/// versions are the ring instead, and <see cref="InVault"/> names it.
/// </summary>
public sealed class ConfiguredLinkKeys : ILinkKeyRing
{
    /// <summary>Name of the section inside <see cref="OpsOptions.Section"/>.</summary>
    public const string Section = "LinkKeys";

    private readonly List<LinkKey> _keys = [];

    /// <summary>What is wrong, without any part of a secret; empty when all is well.</summary>
    public IReadOnlyList<string> Problems { get; private set; } = [];

    /// <summary>The secret in Key Vault whose versions are the ring, or null.</summary>
    public Uri? InVault { get; private set; }

    /// <inheritdoc/>
    public LinkKey Current => _keys[0];

    /// <inheritdoc/>
    public IReadOnlyList<LinkKey> All => _keys;

    /// <inheritdoc/>
    public string Home => "the settings";

    /// <summary>Reads the ring.</summary>
    public static ConfiguredLinkKeys Read(IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        var ring = new ConfiguredLinkKeys();
        var problems = new List<string>();
        if (Uri.TryCreate(section["0:Secret"], UriKind.Absolute, out var address) && VaultLinkKeys.IsSecret(address))
        {
            ring.InVault = address;
            return ring;
        }

        foreach (var item in section.GetChildren())
        {
            try
            {
                ring._keys.Add(new LinkKey(item["Id"] ?? string.Empty, Convert.FromBase64String(item["Secret"] ?? string.Empty)));
            }
            catch (Exception e) when (e is FormatException or ArgumentException)
            {
                problems.Add($"{item.Path} must have an Id of 1 to 32 letters, digits, '-' or '_' and a Secret that is base64 of at least {LinkKey.MinBytes} random bytes, or, of the first, the address of a secret in Key Vault.");
            }
        }

        if (ring._keys.Count == 0)
        {
            problems.Add($"{section.Path} holds no key; without one no link can be signed.");
        }

        ring.Problems = problems;
        return ring;
    }

    /// <inheritdoc/>
    public LinkKey? Find(string id) => _keys.Find(k => string.Equals(k.Id, id, StringComparison.Ordinal));

    /// <inheritdoc/>
    public KeyRotation Rotate(DateTimeOffset now) => new(null, "The keys stand in the settings: put a new one at 0, the old one at 1, and start again.");
}
