namespace OpsAutomation.Core.Cost.Rightsizing;

/// <summary>What is advised.</summary>
public enum AdviceKind
{
    /// <summary>Nothing: it is used, or too little is known; the reason says which.</summary>
    None,

    /// <summary>A smaller size.</summary>
    Resize,

    /// <summary>Fewer instances.</summary>
    FewerInstances,

    /// <summary>It is idle: switch it off.</summary>
    SwitchOff,

    /// <summary>It is used in business hours alone: switch it off outside them.</summary>
    OffHours,

    /// <summary>Nothing uses it: delete it, after a look.</summary>
    Delete,
}

/// <summary>An advice with its evidence. It reports; whether anybody acts is the playbook's and a person's matter.</summary>
/// <param name="Resource">ARM id.</param>
/// <param name="Kind">What.</param>
/// <param name="Target">Size or number of instances, or null.</param>
/// <param name="Fit">How well it fits, 0 to 5: memory that is not known, bursts and missing hours take from it.</param>
/// <param name="SavingPerMonth">Estimate by list price or bill, or null where neither is known; what it really saved is measured afterwards.</param>
/// <param name="Risk">Low, medium or high, with why.</param>
/// <param name="Evidence">What was measured, in sentences.</param>
public sealed record Advice(
    string Resource, AdviceKind Kind, string? Target, double Fit, double? SavingPerMonth, string Risk, IReadOnlyList<string> Evidence);
