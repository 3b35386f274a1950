using Azure;
using OpsAutomation.Cli.Verbs;
using OpsAutomation.Integrations.Records.Tables;
using OpsAutomation.Integrations.Records.Tables.Access;

namespace OpsAutomation.Cli.Composition;

/// <summary>
/// Where <c>ops up</c> keeps its records: in its own file, or in the table service that <c>AzureWebJobsStorage</c> names, as
/// the Functions host would read it. Simulated mode calls nothing outside this machine, so only an emulator is taken.
/// </summary>
internal static class LocalRecords
{
    /// <summary>The setting of the Functions host.</summary>
    public const string Setting = "AzureWebJobsStorage";

    /// <summary>The account that the setting names, or null when there is none.</summary>
    /// <param name="value">The setting's value.</param>
    /// <exception cref="CliException">It cannot be read, or is not on this machine. Its content is a secret and is not told.</exception>
    public static TableAccount? Account(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return null;
        }

        try
        {
            var account = TableAccount.FromConnectionString(value);
            return account.Endpoint.IsLoopback
                ? account
                : throw new CliException($"{Setting} names a storage account outside this machine; simulated mode calls nothing there. Use UseDevelopmentStorage=true with Azurite, or unset it.");
        }
        catch (FormatException e)
        {
            throw new CliException($"{Setting}: {e.Message}");
        }
    }

    /// <summary>Makes the table; a missing one is an error later, not an empty store.</summary>
    /// <exception cref="CliException">Nothing answers there.</exception>
    public static async Task PrepareAsync(TableAccount account, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        try
        {
            await new TableRecordStore(account, TimeProvider.System).CreateTableIfNotExistsAsync(cancellationToken);
        }
        catch (RequestFailedException e)
        {
            throw new CliException($"{Setting} says {account.Endpoint}, and no table service answers there ({e.ErrorCode ?? e.Message}). Start one: npx azurite@3.37.0 --location .azurite");
        }
    }
}
