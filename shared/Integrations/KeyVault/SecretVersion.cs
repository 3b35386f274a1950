namespace OpsAutomation.Integrations.KeyVault;

/// <summary>A version of a secret as Key Vault lists it: everything but the value.</summary>
/// <param name="Id">Its version: 32 hexadecimal digits.</param>
/// <param name="Enabled">Whether it may be read.</param>
/// <param name="Created">When it was published.</param>
/// <param name="Expires">When it ends, or null.</param>
/// <param name="Tags">Its tags.</param>
internal sealed record SecretVersion(string Id, bool Enabled, DateTimeOffset Created, DateTimeOffset? Expires, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>Tag with the id of the password, or the name of the storage key, whose value the version holds.</summary>
    public const string KeyTag = "credential-key";

    /// <summary>Tag with the operation that published it.</summary>
    public const string OperationTag = "ops-operation";

    /// <summary>Which key it holds, or null where nobody wrote it down.</summary>
    public string? Key => Tags.TryGetValue(KeyTag, out var key) && key.Length > 0 ? key.ToLowerInvariant() : null;

    /// <summary>Which operation of ours published it, or null.</summary>
    public string? Operation => Tags.TryGetValue(OperationTag, out var id) ? id : null;
}
