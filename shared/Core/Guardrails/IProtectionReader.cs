namespace OpsAutomation.Core.Guardrails;

/// <summary>
/// Reads what protects a resource now. A plan says it for the moment in which it was made; this is asked once more right before
/// the change is sent, since people may have locked or tagged the resource meanwhile.
/// </summary>
public interface IProtectionReader
{
    /// <summary>Looks at locks and tags of the resource, of what contains it, of its group and of its subscription.</summary>
    /// <param name="resourceId">ARM id; anything that is not a resource of a subscription bears neither, and is not protected here.</param>
    /// <param name="cancellationToken">Ends the reads.</param>
    Task<ProtectionReading> ReadAsync(string resourceId, CancellationToken cancellationToken);
}

/// <summary>What protects a resource, or why that cannot be told. What cannot be told refuses.</summary>
/// <param name="ProtectedBy">What protects it, for a person; null when nothing does.</param>
/// <param name="Unreadable">Why it cannot be told, without secrets; null when it can.</param>
/// <param name="MayPass">Whether another try later may be able to tell.</param>
/// <param name="RetryAfter">How long to wait before that, or null.</param>
public sealed record ProtectionReading(string? ProtectedBy, string? Unreadable = null, bool MayPass = false, TimeSpan? RetryAfter = null)
{
    /// <summary>Nothing protects it.</summary>
    public static ProtectionReading Free { get; } = new(ProtectedBy: null);
}
