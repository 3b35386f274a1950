namespace OpsAutomation.Core.Approvals;

/// <summary>
/// A person lets another decide in their place until a time. It gives the right and no second voice, is never passed on, and
/// does not lift four eyes: what the one may not approve, the other may not approve for them.
/// </summary>
/// <param name="From">In whose place.</param>
/// <param name="To">Who decides.</param>
/// <param name="Until">When it ends by itself.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When it was given.</param>
public sealed record Delegation(string From, string To, DateTimeOffset Until, string Reason, DateTimeOffset At);

/// <summary>One line of the log of delegations.</summary>
/// <param name="Delegation">The delegation.</param>
/// <param name="Revoked">Whether it was revoked, instead of given.</param>
/// <param name="By">Who did it.</param>
/// <param name="At">When.</param>
public sealed record DelegationChange(Delegation Delegation, bool Revoked, string By, DateTimeOffset At);

/// <summary>What became of asking for a delegation or for its end.</summary>
/// <param name="Delegation">The delegation, or null where nothing was done.</param>
/// <param name="Field">The field that is wrong, or null.</param>
/// <param name="Reason">What was done, or why not.</param>
public sealed record DelegationResult(Delegation? Delegation, string? Field, string Reason);
