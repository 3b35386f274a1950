namespace OpsAutomation.Core.OnCall;

/// <summary>One person instead of whoever the rotations name: a holiday, a swap. Of two at once the one written later counts.</summary>
/// <param name="User">Who is on call instead.</param>
/// <param name="From">The first moment.</param>
/// <param name="To">The moment after the last.</param>
/// <param name="Reason">Why, for whoever reads the table.</param>
public sealed record OnCallOverride(string User, DateTimeOffset From, DateTimeOffset To, string Reason)
{
    /// <summary>Whether it holds at a moment.</summary>
    public bool Contains(DateTimeOffset at) => at >= From && at < To;
}
