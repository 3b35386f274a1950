using Microsoft.Extensions.Configuration;
using OpsAutomation.Core.Approvals;

namespace OpsAutomation.Functions.Hosting;

/// <summary>
/// The key ring of links from settings that are Key Vault references: <c>Ops__LinkKeys__0__Id</c>,
/// <c>Ops__LinkKeys__0__Secret</c> (base64 of at least 32 random bytes). The first signs; every one is accepted.
/// </summary>
public sealed class ConfiguredLinkKeys : ILinkKeys
{
    /// <summary>Name of the section inside <see cref="OpsOptions.Section"/>.</summary>
    public const string Section = "LinkKeys";

    private readonly List<LinkKey> _keys = [];

    /// <summary>What is wrong, without any part of a secret; empty when all is well.</summary>
    public IReadOnlyList<string> Problems { get; private set; } = [];

    /// <inheritdoc/>
    public LinkKey Current => _keys[0];

    /// <summary>Reads the ring.</summary>
    public static ConfiguredLinkKeys Read(IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        var ring = new ConfiguredLinkKeys();
        var problems = new List<string>();
        foreach (var item in section.GetChildren())
        {
            try
            {
                ring._keys.Add(new LinkKey(item["Id"] ?? string.Empty, Convert.FromBase64String(item["Secret"] ?? string.Empty)));
            }
            catch (Exception e) when (e is FormatException or ArgumentException)
            {
                problems.Add($"{item.Path} must have an Id of 1 to 32 letters, digits, '-' or '_' and a Secret that is base64 of at least {LinkKey.MinBytes} random bytes.");
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
}
