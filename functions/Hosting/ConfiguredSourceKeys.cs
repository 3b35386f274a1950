using Microsoft.Extensions.Configuration;
using OpsAutomation.Core.Alerts.Senders;

namespace OpsAutomation.Functions.Hosting;

/// <summary>
/// The secrets of senders from settings that are Key Vault references: <c>Ops__SourceKeys__pagerduty__0</c> and, while one is
/// being replaced, <c>Ops__SourceKeys__pagerduty__1</c>. Both are accepted. A name's dashes may be written as underscores:
/// App Service on Linux allows no dash in the name of a setting.
/// </summary>
public sealed class ConfiguredSourceKeys : ISourceKeys
{
    /// <summary>Name of the section inside <see cref="OpsOptions.Section"/>.</summary>
    public const string Section = "SourceKeys";

    private readonly Dictionary<string, IReadOnlyList<SourceKey>> _keys = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong, without any part of a secret; empty when all is well.</summary>
    public IReadOnlyList<string> Problems { get; private set; } = [];

    /// <summary>Reads every name's keys.</summary>
    public static ConfiguredSourceKeys Read(IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        var read = new ConfiguredSourceKeys();
        var problems = new List<string>();
        foreach (var name in section.GetChildren())
        {
            var values = name.GetChildren().Select(c => (c.Path, c.Value)).ToArray();
            problems.AddRange(values
                .Where(v => v.Value is null || v.Value.Length < SourceKey.MinLength)
                .Select(v => $"{v.Path} must be a secret of at least {SourceKey.MinLength} characters."));
            if (values.Length is 0 or > ISourceKeys.MaxActive)
            {
                problems.Add($"{name.Path} must have one or {ISourceKeys.MaxActive} keys, {name.Path}:0 and :1: the new one and the one that it replaces.");
            }

            if (!read._keys.TryAdd(Plain(name.Key), [.. values.Where(v => v.Value?.Length >= SourceKey.MinLength).Select(v => new SourceKey(v.Value!))]))
            {
                problems.Add($"{name.Path} is configured twice, with dashes and with underscores.");
            }
        }

        read.Problems = problems;
        return read;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SourceKey> Find(string name) => _keys.GetValueOrDefault(Plain(name)) ?? [];

    private static string Plain(string name) => name.Replace('-', '_');
}
