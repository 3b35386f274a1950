namespace Microsoft.DurableTask.Abstractions;

/// <summary>Compares versions of orchestrations.</summary>
public static class TaskOrchestrationVersioningUtils
{
    /// <summary>
    /// Negative: the first is older. No version is older than any. Two that read as <see cref="Version"/> are compared
    /// as such, all others as text without case.
    /// </summary>
    public static int CompareVersions(string sourceVersion, string otherVersion)
    {
        var noSource = string.IsNullOrWhiteSpace(sourceVersion);
        var noOther = string.IsNullOrWhiteSpace(otherVersion);
        if (noSource || noOther)
        {
            return noSource == noOther ? 0 : noSource ? -1 : 1;
        }

        return Version.TryParse(sourceVersion, out var source) && Version.TryParse(otherVersion, out var other)
            ? source.CompareTo(other)
            : string.Compare(sourceVersion, otherVersion, StringComparison.OrdinalIgnoreCase);
    }
}
