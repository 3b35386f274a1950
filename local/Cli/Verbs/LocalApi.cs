using System.Net.Http.Headers;
using System.Text.Json;
using OpsAutomation.Cli.Composition;

namespace OpsAutomation.Cli.Verbs;

/// <summary>
/// The HTTP surface of a running system, as the verbs use it: the same routes that pages and senders use, with the
/// function key of the local key file.
/// </summary>
internal sealed class LocalApi : IDisposable
{
    /// <summary>Environment variable with a bearer token: <c>az account get-access-token --resource api://CLIENT --query accessToken -o tsv</c>.</summary>
    public const string TokenVariable = "OPS_TOKEN";

    private readonly HttpClient _client;

    private LocalApi(HttpClient client) => _client = client;

    /// <summary>Connects with the key that <c>ops up</c> wrote into the data folder, which only its owner can read.</summary>
    /// <exception cref="CliException">There is no key.</exception>
    /// <param name="address">Where the system is.</param>
    /// <param name="data">Its data folder.</param>
    /// <param name="user">The local user who asks; their bearer token goes along. A token of Entra, for a system in Azure, is taken from <see cref="TokenVariable"/>.</param>
    public static LocalApi Open(Uri address, DirectoryInfo data, string? user = null)
    {
        var file = Path.Combine(data.FullName, "keys.json");
        if (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback)
        {
            throw new CliException($"The key would travel to {address.Host} in the clear: use https, or an address of this machine.", ExitCodes.Usage);
        }

        if (!File.Exists(file))
        {
            throw new CliException($"There is no key file at {file}: start the system with 'ops up', or name its folder with --data.");
        }

        // Whatever HTTP_PROXY says: a proxy, or the target of a redirect, must not see the key.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = !address.IsLoopback, UseCookies = false };
        var key = Key(file);
        var client = new HttpClient(handler) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Add("x-functions-key", key);
        var token = Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } given ? given
            : user is null ? null
            : LocalTokens.Of(Path.Combine(data.FullName, LocalTokens.FileName), user);
        if (token is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return new LocalApi(client);
    }

    // The reader's own message could quote the key.
    private static string Key(string file)
    {
        try
        {
            using var keys = JsonDocument.Parse(File.ReadAllText(file));
            return keys.RootElement.GetProperty("functionKeys").GetProperty("default").GetString() ?? throw new KeyNotFoundException();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new CliException($"{file} is not a key file of 'ops up'.");
        }
    }

    /// <summary>Gets JSON.</summary>
    public Task<JsonDocument> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, path), cancellationToken);

    /// <summary>Gets JSON, or null when there is nothing yet (404).</summary>
    public async Task<JsonDocument?> TryGetAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(path, cancellationToken);
        }
        catch (CliException e) when (e.Message.StartsWith("404", StringComparison.Ordinal))
        {
            return null;
        }
    }

    /// <summary>Posts JSON.</summary>
    public Task<JsonDocument> PostAsync(string path, HttpContent content, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = content }, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <summary>Gets text that is no JSON, such as JSON lines.</summary>
    public Task<string> GetTextAsync(string path, CancellationToken cancellationToken) =>
        TextAsync(new HttpRequestMessage(HttpMethod.Get, path), cancellationToken);

    private async Task<JsonDocument> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Parse(await TextAsync(request, cancellationToken));

    private async Task<string> TextAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await _client.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new CliException($"Nothing answers at {_client.BaseAddress}: {e.Message}. Is 'ops up' running?");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CliException($"{_client.BaseAddress} did not answer in {_client.Timeout.TotalSeconds:0} seconds.");
        }

        using (response)
        {
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return text;
            }

            throw new CliException(Explain((int)response.StatusCode, text));
        }
    }

    private static JsonDocument Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            throw new CliException("What answers there is not OpsAutomation: its answer is not JSON.");
        }
    }

    private static string Explain(int status, string text)
    {
        try
        {
            using var problem = JsonDocument.Parse(text);
            var root = problem.RootElement;
            var field = root.TryGetProperty("field", out var f) ? $" (field: {f.GetString()})" : string.Empty;
            var detail = root.TryGetProperty("detail", out var d) ? $": {d.GetString()}" : string.Empty;
            return Terminal.Safe($"{status} {root.GetProperty("title").GetString()}{detail}{field}");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return $"The system answered {status}.";
        }
    }
}
