namespace OpsAutomation.Integrations.Graph;

/// <summary>A password of an application as Microsoft Graph lists it: never the value, of which only the first three characters are known.</summary>
/// <param name="KeyId">Its id.</param>
/// <param name="DisplayName">Its name, or null.</param>
/// <param name="Hint">First three characters of the value, or null.</param>
/// <param name="Start">From when it holds, or null.</param>
/// <param name="End">Until when it holds, or null.</param>
internal sealed record EntraPassword(string KeyId, string? DisplayName, string? Hint, DateTimeOffset? Start, DateTimeOffset? End)
{
    /// <summary>Whether it opens anything at that moment.</summary>
    public bool Works(DateTimeOffset now) => (Start is null || Start <= now) && (End is null || End > now);

    /// <summary>What a person recognises it by.</summary>
    public string Told => $"{DisplayName ?? "unnamed"} ({Hint ?? "???"}…, {(End is { } end ? $"ends {end:yyyy-MM-dd}" : "without end")})";
}

/// <summary>An Entra application as one read gave it.</summary>
/// <param name="Id">Object id.</param>
/// <param name="AppId">Client id.</param>
/// <param name="Name">Display name.</param>
/// <param name="Passwords">Its passwords.</param>
/// <param name="WorkingCertificates">How many certificates open it now.</param>
internal sealed record EntraApplication(string Id, string AppId, string Name, IReadOnlyList<EntraPassword> Passwords, int WorkingCertificates);

/// <summary>A user as one read gave it.</summary>
/// <param name="Id">Object id.</param>
/// <param name="Name">User principal name.</param>
/// <param name="SessionsValidFrom">Sessions from before then are void; null when Graph does not say.</param>
internal sealed record EntraUser(string Id, string Name, DateTimeOffset? SessionsValidFrom);
