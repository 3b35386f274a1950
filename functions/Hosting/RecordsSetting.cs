using Azure.Core;
using Microsoft.Extensions.Hosting;
using OpsAutomation.Integrations.Records.Tables;
using OpsAutomation.Integrations.Records.Tables.Access;

namespace OpsAutomation.Functions.Hosting;

/// <summary>
/// Where records are kept in the azure flavor: <c>Ops__Records</c>, the https address of a table service, which is entered
/// with our identity, or a connection string such as <c>UseDevelopmentStorage=true</c> for Azurite.
/// </summary>
internal static class RecordsSetting
{
    /// <summary>Name of the setting inside <see cref="OpsOptions.Section"/>.</summary>
    public const string Name = "Records";

    /// <summary>What is wrong with it, without its content: a connection string is a secret.</summary>
    public static IEnumerable<string> Problems(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            yield return $"{OpsOptions.Section}:{Name} is missing: the address of the table service, or a connection string.";
        }
        else if (!IsAddress(value, out _) && Unreadable(value) is { } problem)
        {
            yield return $"{OpsOptions.Section}:{Name}: {problem}";
        }
    }

    /// <summary>The account of a setting that has no problems.</summary>
    public static TableAccount Account(string value, TokenCredential credential) =>
        IsAddress(value, out var endpoint) ? TableAccount.WithToken(endpoint!, credential) : TableAccount.FromConnectionString(value);

    private static bool IsAddress(string value, out Uri? endpoint) =>
        Uri.TryCreate(value, UriKind.Absolute, out endpoint) && endpoint.Scheme == Uri.UriSchemeHttps && endpoint.AbsolutePath == "/";

    private static string? Unreadable(string value)
    {
        try
        {
            TableAccount.FromConnectionString(value);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }
}

/// <summary>Makes the table of the records before the first function runs: a missing table is an error, not an empty store.</summary>
internal sealed class RecordsAtStart(TableRecordStore store) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => store.CreateTableIfNotExistsAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
