using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpsAutomation.Cli.Samples;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.People;

/// <summary>A system in which every incident that no playbook fits is a page with two levels: ana at once, ana and ben after 15 minutes.</summary>
internal static partial class PagedSystem
{
    private const string Ticket = "    then: ticket\n    who: [service:team, service:owner, role:triage]\n";

    /// <summary>A catalogue for it.</summary>
    public static CatalogCopy Catalog() => new CatalogCopy().Replace("routing.yaml", Ticket, "    then: page\n    who: [role:triage]\n    escalation: sort-out\n");

    /// <summary>A system with it.</summary>
    public static Task<LocalSystemDriver> StartAsync(CatalogCopy catalog) => LocalSystemDriver.StartAsync(new SystemSetup { CatalogDirectory = catalog.Folder });

    /// <summary>An incident about a machine that no playbook fits.</summary>
    public static async Task<string> OpenedAsync(LocalSystemDriver system, string machine = "vm-shop-batch") => await system.IncidentOfAsync(
        (await system.FireAsync(Encoding.UTF8.GetString(SampleAlerts.Find("unknown-signal", system.Clock)!).Replace("vm-shop-batch", machine, StringComparison.Ordinal).Replace("alerts/shop-batch-odd", $"alerts/{machine}", StringComparison.Ordinal)))[0]);

    /// <summary>An incident that a person has and whose page was told to the first level.</summary>
    public static async Task<string> PagedAsync(LocalSystemDriver system)
    {
        var id = await OpenedAsync(system);
        await system.JournalAsync(id, "the first level", file => file.Facts.OfType<Fact.Paged>().Any());
        return id;
    }

    /// <summary>The link behind a button of the newest message that has it, relative to our origin.</summary>
    public static async Task<string> LinkAsync(LocalSystemDriver system, string button)
    {
        foreach (var message in (await system.CardsAsync()).Reverse())
        {
            if (Find(message, button) is { } url)
            {
                return new Uri(url).PathAndQuery;
            }
        }

        throw new InvalidOperationException($"No message has a button '{button}'.");
    }

    /// <summary>Opens a link without any key.</summary>
    public static async Task<Answer> OpenAsync(LocalSystemDriver system, string link, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(link, UriKind.Relative));
        using var response = await system.Http.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    /// <summary>Fills in the form of a link and sends it.</summary>
    public static async Task<Answer> SubmitAsync(LocalSystemDriver system, string link, params (string Name, string Value)[] fields)
    {
        var page = (await OpenAsync(system, link)).Body;
        var form = Inputs().Matches(page).GroupBy(m => m.Groups["name"].Value, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => WebUtility.HtmlDecode(g.First().Groups["value"].Value), StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            form[name] = value;
        }

        using var content = new FormUrlEncodedContent(form);
        using var response = await system.Http.PostAsync(new Uri("/ops/act", UriKind.Relative), content);
        return await Answer.ReadAsync(response);
    }

    /// <summary>Does something about an incident by the API.</summary>
    public static Task<Answer> ActAsync(LocalSystemDriver system, string id, string act, string user, params (string Name, JsonNode? Value)[] more)
    {
        var body = new JsonObject { ["user"] = user, ["reason"] = "as tested" };
        foreach (var (name, value) in more)
        {
            body[name] = value;
        }

        return system.PostAsync($"/api/incidents/{id}/acts/{act}", body);
    }

    private static string? Find(JsonNode? node, string title) => node switch
    {
        JsonObject o when o["type"] is JsonValue type && type.ToString() == "Action.OpenUrl" && o["title"]?.ToString() == title => o["url"]!.ToString(),
        JsonObject o => o.Select(p => Find(p.Value, title)).FirstOrDefault(u => u is not null),
        JsonArray a => a.Select(n => Find(n, title)).FirstOrDefault(u => u is not null),
        _ => null,
    };

    [GeneratedRegex("type=\"hidden\" name=\"(?<name>[a-z]+)\" value=\"(?<value>[^\"]*)\"", RegexOptions.None, 1000)]
    private static partial Regex Inputs();
}
