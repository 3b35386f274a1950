using Microsoft.AspNetCore.Http;

namespace OpsAutomation.Functions.Hosting;

/// <summary>
/// Named users of the embedded flavor. Whoever reaches the loopback port may choose any of them, so the pages say that
/// this proves nothing; it exists to try four-eyes rules on one machine.
/// </summary>
/// <param name="names">The names that the catalogue's routing knows.</param>
public sealed class LocalUsers(IReadOnlyList<string> names) : IUserSource
{
    /// <inheritdoc/>
    IReadOnlyList<string> IUserSource.LocalUsers => names;

    /// <inheritdoc/>
    public OpsUser? Identify(HttpRequest request, string? chosen) =>
        chosen is not null && names.Contains(chosen, StringComparer.Ordinal) ? new OpsUser(chosen, Local: true) : null;
}
