using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Cli.Rehearsing;

/// <summary>What senders and people ask of the system; again when it was killed before it was kept.</summary>
/// <param name="system">The system.</param>
/// <param name="time">The time.</param>
internal sealed class RehearsedApi(RehearsedSystem system, RehearsedTime time)
{
    private const string Reason = "As rehearsed.";

    /// <summary>Posts an alert as its sender would.</summary>
    /// <param name="body">The body.</param>
    /// <param name="source">Name of the sender.</param>
    /// <returns>The id of its first alert.</returns>
    public async Task<string> PostAlert(string body, string source)
    {
        while (true)
        {
            using var content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
            var answer = await ReadAsync(await time.LetAsync(system.Api.PostAsync(new Uri($"api/alerts/{source}", UriKind.Relative), content)));
            if (!await system.RestartedAsync())
            {
                return (string)answer["ids"]![0]!;
            }
        }
    }

    /// <summary>A person decides about what an incident waits with.</summary>
    public async Task Decide(string incident, string user, string decision, string? instruction = null, string? window = null, bool? breakGlass = null)
    {
        var path = $"api/approvals/{incident}";
        do
        {
            var pending = await ReadAsync(await time.LetAsync(system.Api.GetAsync(new Uri(path, UriKind.Relative))));
            await PostAsync(path, new { token = (string)pending["token"]!, user, decision, reason = Reason, instruction, window, breakGlass });
        }
        while (await system.RestartedAsync() && await system.Part<IncidentJournal>().ReadAsync(incident) is { } file && RehearsedIncidents.Asks(file));
    }

    /// <summary>A person keeps automation off a resource for a while, or, with no time, lets it on again.</summary>
    public async Task Hold(string resource, string user, TimeSpan? length)
    {
        var minutes = length is { } span ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(span.TotalMinutes)}m") : null;
        do
        {
            await PostAsync(length is null ? "api/holds/release" : "api/holds", new { resource, @for = minutes, user, reason = Reason });
        }
        while (await system.RestartedAsync());
    }

    /// <summary>Asks the API something, once.</summary>
    public async Task<JsonObject> Get(string path) => await ReadAsync(await system.Api.GetAsync(new Uri(path, UriKind.Relative)));

    /// <summary>Tells the API something, once.</summary>
    /// <exception cref="RehearsalException">It was refused; the message begins with where and the status.</exception>
    public Task<JsonObject> Post(string path, object body) => PostAsync(path, body);

    private async Task<JsonObject> PostAsync(string path, object body) =>
        await ReadAsync(await time.LetAsync(system.Api.PostAsJsonAsync(new Uri(path, UriKind.Relative), body)));

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            return response.IsSuccessStatusCode
                ? (JsonObject)JsonNode.Parse(text)!
                : throw new RehearsalException($"{response.RequestMessage?.RequestUri}: {(int)response.StatusCode} {text}");
        }
    }
}
