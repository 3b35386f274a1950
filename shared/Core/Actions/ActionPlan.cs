using System.Text.Json.Nodes;

namespace OpsAutomation.Core.Actions;

/// <summary>Whether an executed action can be taken back.</summary>
public enum Reversibility
{
    /// <summary>The prior state is remembered and the inverse restores it.</summary>
    Reversible,

    /// <summary>It leaves no lasting change, so there is nothing to take back (a restart).</summary>
    NoLastingChange,

    /// <summary>It cannot be taken back; it needs two people.</summary>
    Irreversible,
}

/// <summary>The exact resource of an action, with an identity that a namesake created later does not share.</summary>
/// <param name="ResourceId">ARM id, lower case.</param>
/// <param name="Identity">vmId, uniqueId, object id, or the creation time: what tells this resource from a later one of the same name.</param>
/// <param name="Name">Short name for a person.</param>
public sealed record ActionTarget(string ResourceId, string Identity, string Name);

/// <summary>How to take an executed action back: the action to run and its absolute parameters.</summary>
/// <param name="Action">Name of the inverse action.</param>
/// <param name="Parameters">Absolute parameters, for example <c>{"capacity": 2}</c>.</param>
/// <param name="Summary">What it does, for a person.</param>
public sealed record ActionInverse(string Action, JsonObject Parameters, string Summary);

/// <summary>
/// What an action would do, in absolute terms, computed by reading only. The plan hash covers target, parameters and
/// preconditions; an approval is for exactly this (DESIGN section 6b).
/// </summary>
public sealed record ActionPlan
{
    /// <summary>Name of the action, for example <c>vmss.scale-out</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The one resource that it changes.</summary>
    public required ActionTarget Target { get; init; }

    /// <summary>Absolute parameters: <c>{"capacity": 4}</c>, never <c>{"add": 2}</c>.</summary>
    public required JsonObject Parameters { get; init; }

    /// <summary>State that must still hold at execution, by field: any difference voids an approval.</summary>
    public required JsonObject Preconditions { get; init; }

    /// <summary>What a person sees as the state before, by field.</summary>
    public required IReadOnlyDictionary<string, string> Before { get; init; }

    /// <summary>What a person sees as the state after, by field.</summary>
    public required IReadOnlyDictionary<string, string> After { get; init; }

    /// <summary>How it is taken back; null unless <see cref="Reversibility"/> is reversible.</summary>
    public ActionInverse? Inverse { get; init; }

    /// <summary>Whether it can be taken back.</summary>
    public required Reversibility Reversibility { get; init; }

    /// <summary>One sentence for a person: what will happen to what.</summary>
    public required string Summary { get; init; }

    /// <summary>The commands that a person would type to do it by hand.</summary>
    public required string ByHand { get; init; }

    /// <summary>The commands that a person would type to undo it by hand; null where there is nothing to undo.</summary>
    public string? UndoByHand { get; init; }

    /// <summary>Change of the cost per hour in <see cref="Currency"/>, or null where no price is known. Never part of the hash.</summary>
    public double? CostPerHourDelta { get; init; }

    /// <summary>ISO 4217 code of <see cref="CostPerHourDelta"/>.</summary>
    public string? Currency { get; init; }

    /// <summary>Capacity after the action where the action changes a count, for the maximum-capacity guardrail; null otherwise.</summary>
    public int? CapacityAfter { get; init; }

    /// <summary>Whether the target, or what contains it, is protected (a lock, or the tag <c>protected: true</c>), and by what; null when free.</summary>
    public string? ProtectedBy { get; init; }
}
