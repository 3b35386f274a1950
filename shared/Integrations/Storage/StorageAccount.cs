using Azure.Core;

namespace OpsAutomation.Integrations.Storage;

/// <summary>A storage account as one read gave it: when its keys were made, never the keys.</summary>
/// <param name="Id">ARM id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Identity">Its creation time: what a later namesake does not share.</param>
/// <param name="SharedKeys">Whether keys open it at all.</param>
/// <param name="KeyTimes">When each key was made, as Azure spells it.</param>
/// <param name="KeyLife">How long a key should live by the account's own policy, or null.</param>
/// <param name="Tags">Its tags.</param>
internal sealed record StorageAccount(
    ResourceIdentifier Id,
    string Name,
    string Identity,
    bool SharedKeys,
    IReadOnlyDictionary<string, string> KeyTimes,
    TimeSpan? KeyLife,
    IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>ARM type.</summary>
    public const string Type = "Microsoft.Storage/storageAccounts";

    /// <summary>The two keys of every account.</summary>
    public static readonly string[] Keys = ["key1", "key2"];

    /// <summary>The other one of the two.</summary>
    public static string Other(string key) => key == Keys[0] ? Keys[1] : Keys[0];

    /// <summary>When a key was made.</summary>
    public DateTimeOffset? Made(string key) =>
        DateTimeOffset.TryParse(KeyTimes.GetValueOrDefault(key), System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}
