namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>Where a target stands against a plan.</summary>
internal enum Standing
{
    /// <summary>It is another resource of the same name.</summary>
    Replaced,

    /// <summary>As the plan wants it.</summary>
    AtTarget,

    /// <summary>Still as the plan found it.</summary>
    AsPlanned,

    /// <summary>An operation on it has ended without success.</summary>
    Failed,

    /// <summary>Neither as the plan found it nor as it wants it.</summary>
    Different,
}

/// <summary>What one look at a target showed.</summary>
/// <param name="Standing">Where it stands.</param>
/// <param name="Text">What was seen, in a sentence for a person.</param>
/// <param name="UnderWay">Whether an operation runs on it.</param>
/// <param name="HasFailed">
/// Whether the last operation on it ended without success, which is no hindrance to another one; <see cref="Standing.Failed"/>
/// where it is.
/// </param>
internal sealed record Sight(Standing Standing, string Text, bool UnderWay = false, bool HasFailed = false);
