using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using OpsAutomation.Cli.Samples;

namespace OpsAutomation.Testing.Systems.Processes;

/// <summary>The HTTP surface of a running system, as senders, people and programs use it.</summary>
public sealed class OpsApi : IDisposable
{
    private readonly string _keyFile;

    /// <summary>Uses the system at an address; the key is read when it is first needed, since the system writes it.</summary>
    public OpsApi(Uri address, string keyFile)
    {
        _keyFile = keyFile;
        Anonymous = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(20) };
    }

    /// <summary>A client that has no key, as a reader of pages.</summary>
    public HttpClient Anonymous { get; }

    /// <summary>Whether the health endpoint says so.</summary>
    public async Task<bool> IsHealthyAsync()
    {
        using var answer = await Anonymous.GetAsync("/api/health");
        return answer.IsSuccessStatusCode;
    }

    /// <summary>Where a sender posts, with the key in the address, for senders that can set no header.</summary>
    public Uri Intake(string source) => new(Anonymous.BaseAddress!, $"/api/alerts/{source}?code={Uri.EscapeDataString(Key())}");

    /// <summary>A sample alert of the command line as of now.</summary>
    public static string Sample(string name) => Encoding.UTF8.GetString(SampleAlerts.Find(name, TimeProvider.System)!);

    /// <summary>Posts a body to the intake of Azure Monitor.</summary>
    /// <returns>The ids of the accepted alerts.</returns>
    /// <exception cref="HttpRequestException">It was not accepted, or there was no answer.</exception>
    public async Task<IReadOnlyList<string>> FireAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/alerts/azure-monitor") { Content = content };
        request.Headers.Add("x-functions-key", Key());
        using var answer = await Anonymous.SendAsync(request);
        if (answer.StatusCode != HttpStatusCode.Accepted)
        {
            throw new HttpRequestException($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}", null, answer.StatusCode);
        }

        return [.. (await JsonAsync(answer))["ids"]!.AsArray().Select(id => id!.GetValue<string>())];
    }

    /// <summary>What became of an alert: its dispositions, or null while it has none.</summary>
    public async Task<JsonNode?> AlertAsync(string alertId) =>
        await TryGetAsync($"/api/alerts/{alertId}") is { } answer && answer["dispositions"]!.AsArray().Count > 0 ? answer : null;

    /// <summary>The incident of an alert, as soon as it has one.</summary>
    public Task<string> IncidentOfAsync(string alertId) => Eventually.GetAsync(
        $"alert {alertId} has an incident",
        async () => (await AlertAsync(alertId))?["dispositions"]!.AsArray()[^1]!["incidentId"]?.GetValue<string>());

    /// <summary>Head and entries of an incident, or null when there is none of that id.</summary>
    public async Task<IncidentStory?> IncidentAsync(string id) => await TryGetAsync($"/api/incidents/{id}") is { } story ? new IncidentStory(story) : null;

    /// <summary>The heads of all incidents.</summary>
    public async Task<JsonArray> IncidentsAsync() => (await TryGetAsync("/api/incidents"))!["incidents"]!.AsArray();

    /// <inheritdoc/>
    public void Dispose() => Anonymous.Dispose();

    private async Task<JsonNode?> TryGetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("x-functions-key", Key());
        using var answer = await Anonymous.SendAsync(request);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        answer.EnsureSuccessStatusCode();
        return await JsonAsync(answer);
    }

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

    private string Key() => JsonNode.Parse(File.ReadAllText(_keyFile))!["functionKeys"]!["default"]!.GetValue<string>();
}
