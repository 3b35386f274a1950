using OpsAutomation.Core.Services;
using OpsAutomation.Integrations.Graph;
using OpsAutomation.Integrations.KeyVault;

namespace OpsAutomation.Integrations.Credentials;

/// <summary>An application's credential on all sides: the catalogue, the vault, the application. Without any value.</summary>
/// <param name="Credential">What the catalogue says.</param>
/// <param name="Secret">Address of the secret.</param>
/// <param name="ProtectedBy">What keeps automation off the vault, or null.</param>
/// <param name="Application">The application.</param>
/// <param name="Versions">Versions of the secret, oldest first.</param>
internal sealed record SecretState(Credential Credential, Uri Secret, string? ProtectedBy, EntraApplication Application, IReadOnlyList<SecretVersion> Versions)
{
    /// <summary>The version that consumers read, or null before the first.</summary>
    public SecretVersion? Newest => Versions.Count > 0 ? Versions[^1] : null;

    /// <summary>What a later secret of the same name does not share: the application, and when the first version was published.</summary>
    public string Identity => Versions.Count > 0 ? $"{Application.Id}/{Versions[0].Created.ToUnixTimeSeconds()}" : Application.Id;

    /// <summary>The password that the newest version holds: by its tag, or because the application has no other. Null when it cannot be told.</summary>
    public EntraPassword? Published => Newest?.Key is { } key ? Find(key)
        : Newest is not null && Application.Passwords.Count == 1 ? Application.Passwords[0]
        : null;

    /// <summary>A password by its id, or null.</summary>
    public EntraPassword? Find(string keyId) => Application.Passwords.FirstOrDefault(p => p.KeyId == keyId);

    /// <summary>Passwords of a crashed attempt of ours: named after the operation, and no version holds them.</summary>
    public IReadOnlyList<EntraPassword> Orphans(Guid operation) =>
        [.. Application.Passwords.Where(p => p.DisplayName == NameOf(operation) && Versions.All(v => v.Key != p.KeyId))];

    /// <summary>The name of the password that an operation makes.</summary>
    public static string NameOf(Guid operation) => $"ops-{operation:N}";
}
