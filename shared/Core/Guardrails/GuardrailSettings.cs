using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using OpsAutomation.Core.Guardrails.Settings;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Guardrails;

/// <summary>
/// What holds for a whole tenant, from <c>catalog/guardrails.yaml</c>. A run keeps those under which it reserved: at
/// execution the stricter of then and now counts. Made by code, it bounds only what is said; <see cref="GuardrailReader"/>
/// puts the defaults of docs/guardrails.md where the file says nothing.
/// </summary>
/// <param name="MaxActionsPerHour">Steps that all runs together may begin in 60 minutes.</param>
/// <param name="MinimumCooldown">The least cooldown, whatever a playbook says.</param>
/// <param name="ProtectedTag">Name of the tag that protects a resource; compared ignoring case, as Azure does.</param>
/// <param name="ProtectedValues">Values of that tag that protect; compared ignoring case.</param>
public sealed record GuardrailSettings(
    int MaxActionsPerHour,
    TimeSpan MinimumCooldown,
    string ProtectedTag,
    IReadOnlyList<string> ProtectedValues)
{
    /// <summary>Runs in a row in which people agreed and which helped, before a playbook's next level is proposed.</summary>
    public int AgreeingRuns { get; init; } = 10;

    /// <summary>Where automation may act: patterns, <see cref="AllowedScopesRule.Catalogue"/> or <see cref="AllowedScopesRule.Everywhere"/>.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [AllowedScopesRule.Everywhere];

    /// <summary>Patterns of resources that are left to people.</summary>
    public IReadOnlyList<string> ProtectedResources { get; init; } = [];

    /// <summary>What is ours.</summary>
    public OwnThings Own { get; init; } = OwnThings.None;

    /// <summary>Targets at once.</summary>
    public TargetLimits Targets { get; init; } = TargetLimits.Wide;

    /// <summary>Runs in an hour.</summary>
    public RunRates RunsPerHour { get; init; } = RunRates.Wide;

    /// <summary>Runs at once.</summary>
    public ConcurrencyLimits Concurrency { get; init; } = ConcurrencyLimits.Wide;

    /// <summary>Freezes.</summary>
    public FreezeSettings Freeze { get; init; } = FreezeSettings.Never;

    /// <summary>Error budgets.</summary>
    public BudgetSettings ErrorBudget { get; init; } = BudgetSettings.Wide;

    /// <summary>Circuit breakers.</summary>
    public BreakerSettings Breaker { get; init; } = BreakerSettings.Wide;

    /// <summary>Spend.</summary>
    public SpendSettings Spend { get; init; } = SpendSettings.Wide;

    /// <summary>Loops.</summary>
    public LoopSettings Loops { get; init; } = LoopSettings.Wide;

    /// <summary>Who is asked.</summary>
    public AskSettings Ask { get; init; } = AskSettings.Default;

    /// <summary>Names the content: 32 hex digits of SHA-256.</summary>
    [JsonIgnore]
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(OpsJson.Write(this))))[..32];

    /// <summary>Whether tags protect what carries them, and by what; null when they do not. The tag of our own resources always does.</summary>
    public string? ProtectedBy(IEnumerable<KeyValuePair<string, string>> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        foreach (var (name, value) in tags)
        {
            if (string.Equals(name, OwnThings.Tag, StringComparison.OrdinalIgnoreCase) && !string.Equals(value, "false", StringComparison.OrdinalIgnoreCase))
            {
                return $"the tag {name}: {value}, which marks what belongs to this automation itself";
            }

            if (string.Equals(name, ProtectedTag, StringComparison.OrdinalIgnoreCase)
                && ProtectedValues.Contains(value, StringComparer.OrdinalIgnoreCase))
            {
                return $"the tag {name}: {value}";
            }
        }

        return null;
    }

    /// <summary>The same with services whose error budgets are asked for, besides those that the file names.</summary>
    /// <param name="services">Names of services that have objectives.</param>
    public GuardrailSettings AskingFor(IEnumerable<string> services) =>
        this with { ErrorBudget = ErrorBudget with { Services = [.. ErrorBudget.Services.Union(services, StringComparer.Ordinal)] } };
}
