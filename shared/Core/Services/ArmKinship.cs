namespace OpsAutomation.Core.Services;

/// <summary>
/// Whether one ARM id names something inside of what another names: an instance is in its scale set, a slot in its site, a
/// secret in its vault, everything in its group and its subscription. Told by the ids alone; case does not matter.
/// </summary>
public static class ArmKinship
{
    /// <summary>Whether <paramref name="part"/> is <paramref name="whole"/> itself or something below it.</summary>
    public static bool IsIn(string part, string whole)
    {
        ArgumentNullException.ThrowIfNull(part);
        ArgumentNullException.ThrowIfNull(whole);
        var inner = part.AsSpan().TrimEnd('/');
        var outer = whole.AsSpan().TrimEnd('/');
        return outer.Length > 0
            && inner.StartsWith(outer, StringComparison.OrdinalIgnoreCase)
            && (inner.Length == outer.Length || inner[outer.Length] == '/');
    }

    /// <summary>Whether a change of one reaches the other: they are the same, or one is in the other.</summary>
    public static bool Touch(string one, string other) => IsIn(one, other) || IsIn(other, one);
}
