using OpsAutomation.Core.Playbooks;

namespace OpsAutomation.Core.Guardrails.Settings;

/// <summary>What a guardrail wants where it does not let automation act alone.</summary>
public enum Restraint
{
    /// <summary>Automation acts alone.</summary>
    Automatic,

    /// <summary>A person must approve.</summary>
    Ask,

    /// <summary>Nothing is done.</summary>
    Refuse,
}

/// <summary>What is ours and what must always let people in. Automation never touches it; the built-in tag cannot be switched off.</summary>
/// <param name="Resources">Patterns of our own resources.</param>
/// <param name="Identities">Object ids, application ids or names of our own identities.</param>
/// <param name="BreakGlass">Object ids or sign-in names of break-glass accounts.</param>
public sealed record OwnThings(IReadOnlyList<string> Resources, IReadOnlyList<string> Identities, IReadOnlyList<string> BreakGlass)
{
    /// <summary>The tag that our own deployment puts on what it creates; any value but <c>false</c> counts.</summary>
    public const string Tag = "ops-automation-own";

    /// <summary>Nothing besides what is built in.</summary>
    public static OwnThings None { get; } = new([], [], []);
}

/// <summary>How error budgets bound automation. A budget whose state is unknown counts as spent.</summary>
/// <param name="Services">Services that have an SLO. Others have one as soon as a state was reported for them.</param>
/// <param name="MaxAge">A reported state older than this is unknown.</param>
/// <param name="Tiers">For services without SLO, by tier 1 to 4.</param>
/// <param name="NoService">For resources of no known service.</param>
public sealed record BudgetSettings(IReadOnlyList<string> Services, TimeSpan MaxAge, IReadOnlyDictionary<string, Restraint> Tiers, Restraint NoService)
{
    /// <summary>What the reader takes where the file says nothing.</summary>
    public static BudgetSettings Default { get; } = new([], TimeSpan.FromMinutes(15), ForTiers(Restraint.Automatic), Restraint.Ask);

    /// <summary>No bound.</summary>
    public static BudgetSettings Wide { get; } = Default with { NoService = Restraint.Automatic };

    /// <summary>What holds for a tier; unknown tiers ask.</summary>
    public Restraint Of(int tier) => Tiers.TryGetValue($"tier{tier}", out var restraint) ? restraint : Restraint.Ask;

    private static Dictionary<string, Restraint> ForTiers(Restraint all) =>
        Enumerable.Range(1, 4).ToDictionary(t => $"tier{t}", _ => all, StringComparer.Ordinal);
}

/// <summary>How much automation may add to the bill.</summary>
/// <param name="MaxAddedPerHour">The most that may be added per hour by what was begun in 24 hours and not given back.</param>
/// <param name="Currency">ISO 4217 code. Prices in another currency count as unknown.</param>
/// <param name="UnknownPrice">What holds for a change without a known price.</param>
public sealed record SpendSettings(double MaxAddedPerHour, string Currency, Restraint UnknownPrice)
{
    /// <summary>What the reader takes where the file says nothing.</summary>
    public static SpendSettings Default { get; } = new(20, "USD", Restraint.Ask);

    /// <summary>No bound.</summary>
    public static SpendSettings Wide { get; } = new(double.MaxValue, "USD", Restraint.Automatic);
}

/// <summary>Who is asked when a guardrail wants a person and the step names nobody.</summary>
/// <param name="Approvers">Users or roles.</param>
/// <param name="Deadline">Time to decide.</param>
public sealed record AskSettings(IReadOnlyList<string> Approvers, TimeSpan Deadline)
{
    /// <summary>What the reader takes where the file says nothing.</summary>
    public static AskSettings Default { get; } = new(["role:on-call"], TimeSpan.FromMinutes(30));

    /// <summary>The approval that a step asks for then.</summary>
    public StepApproval ToApproval() => new(Approvers, Deadline, 1);
}
