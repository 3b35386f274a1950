using OpsAutomation.Core.Guardrails.Breakers;
using OpsAutomation.Core.Guardrails.Budgets;
using OpsAutomation.Core.Guardrails.Holds;
using OpsAutomation.Core.Guardrails.Spending;
using OpsAutomation.Core.Playbooks;

namespace OpsAutomation.Core.Guardrails;

/// <summary>
/// Everything that guardrails look at, as one snapshot; rules are pure functions of it and of the settings. What is null
/// could not be read: rules refuse then.
/// </summary>
public sealed record GuardrailFacts
{
    /// <summary>The time.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Who asks: an incident, or one of its expiries (<see cref="HolderName"/>).</summary>
    public required string Holder { get; init; }

    /// <summary>Why.</summary>
    public ChangePurpose Purpose { get; init; }

    /// <summary>Name of the playbook; empty when it is not said, which counts as one playbook of its own.</summary>
    public string Playbook { get; init; } = string.Empty;

    /// <summary>Name of the action; empty when it is not said, which counts as one action of its own.</summary>
    public string Action { get; init; } = string.Empty;

    /// <summary>Limits of the playbook; null when only the tenant's count.</summary>
    public PlaybookLimits? Limits { get; init; }

    /// <summary>The fence under which the change was planned, or null before it is reserved.</summary>
    public long? Fence { get; init; }

    /// <summary>Whether a person approved exactly this change.</summary>
    public bool Approved { get; init; }

    /// <summary>The questions that were put to that person (<see cref="Verdict.Asks"/>): what began since is not answered.</summary>
    public IReadOnlyList<string> Answers { get; init; } = [];

    /// <summary>What is to be held or changed.</summary>
    public required IReadOnlyList<ResourceFacts> Resources { get; init; }

    /// <summary>Names under which the change is addressed besides ARM ids: object ids, application ids, sign-in names.</summary>
    public IReadOnlyList<string> Identities { get; init; } = [];

    /// <summary>Names of our own identities as the deployment knows them, besides those of the settings.</summary>
    public IReadOnlyList<string> OwnIdentities { get; init; } = [];

    /// <summary>The kill switch.</summary>
    public KillSwitchState? KillSwitch { get; init; }

    /// <summary>Holds that people placed.</summary>
    public IReadOnlyList<Hold>? Holds { get; init; }

    /// <summary>All leases of the tenant.</summary>
    public IReadOnlyList<Lease>? Leases { get; init; }

    /// <summary>What was reserved in the last hours, newest last.</summary>
    public ActionCount? Recent { get; init; }

    /// <summary>Breaker of the playbook.</summary>
    public Breaker? PlaybookBreaker { get; init; }

    /// <summary>Breaker of the action.</summary>
    public Breaker? ActionBreaker { get; init; }

    /// <summary>What was added and not given back.</summary>
    public SpendBook? Spend { get; init; }

    /// <summary>What the change would cost; null before there is a plan.</summary>
    public PlannedCost? Cost { get; init; }

    /// <summary>The incident of <see cref="Holder"/>.</summary>
    public string Incident => HolderName.IncidentOf(Holder);
}

/// <summary>One resource of a change and what is known about it.</summary>
/// <param name="Id">ARM id, lower case.</param>
public sealed record ResourceFacts(string Id)
{
    /// <summary>The service that it belongs to, or null.</summary>
    public string? Service { get; init; }

    /// <summary>Of how many resources that service consists, or null where it is not known.</summary>
    public int? ServiceSize { get; init; }

    /// <summary>Its subscription, or null.</summary>
    public string? Subscription { get; init; }

    /// <summary>How the error budget of its service stands.</summary>
    public BudgetReading Budget { get; init; } = BudgetReading.Unread;

    /// <summary>The lease on it, or null when it is free.</summary>
    public Lease? Lease { get; init; }

    /// <summary>Whether the lease could not be read.</summary>
    public bool LeaseUnreadable { get; init; }

    /// <summary>The runs on it, or null when they cannot be read.</summary>
    public RunHistory? History { get; init; }
}
