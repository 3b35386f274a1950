using Azure.Core;
using Azure.Core.Pipeline;

namespace OpsAutomation.Integrations.Records.Tables.Access;

/// <summary>Where the tables are, and who we are there. Holds a secret: it prints its address only.</summary>
public sealed class TableAccount
{
    /// <summary>The audience of storage tokens, the same for every account and cloud.</summary>
    private const string Scope = "https://storage.azure.com/.default";

    private readonly TokenCredential? _credential;
    private readonly SharedKey? _key;

    private TableAccount(Uri endpoint, TokenCredential? credential, SharedKey? key)
    {
        Endpoint = endpoint;
        _credential = credential;
        _key = key;
    }

    /// <summary>Address of the table service of the account, without a slash at its end.</summary>
    public Uri Endpoint { get; }

    /// <summary>An account in Azure, entered with an Entra token (roles: Storage Table Data Contributor).</summary>
    /// <param name="endpoint">For example <c>https://myaccount.table.core.windows.net</c>.</param>
    /// <param name="credential">Who we are.</param>
    /// <exception cref="ArgumentException">The address is not one that a token may be sent to.</exception>
    public static TableAccount WithToken(Uri endpoint, TokenCredential credential)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        return endpoint.IsAbsoluteUri && endpoint.Scheme == Uri.UriSchemeHttps && endpoint.AbsolutePath == "/" && endpoint.UserInfo.Length + endpoint.Query.Length == 0
            ? new TableAccount(endpoint, credential, key: null)
            : throw new ArgumentException("The table endpoint must be an absolute https address without path, query or user.", nameof(endpoint));
    }

    /// <summary>An account entered with its key: Azurite, or a storage account that allows keys.</summary>
    /// <param name="text">A connection string of storage, or <c>UseDevelopmentStorage=true</c>.</param>
    /// <exception cref="FormatException">Everything that is wrong with it, without its content.</exception>
    public static TableAccount FromConnectionString(string text)
    {
        var (endpoint, key) = ConnectionString.Read(text);
        return new TableAccount(endpoint, credential: null, key);
    }

    /// <summary>The address.</summary>
    public override string ToString() => Endpoint.Host;

    /// <summary>The policy that proves who we are, on each request.</summary>
    internal HttpPipelinePolicy Policy(TimeProvider clock) =>
        _key is null ? new BearerTokenAuthenticationPolicy(_credential!, Scope) : new SharedKeyPolicy(_key, clock);
}
