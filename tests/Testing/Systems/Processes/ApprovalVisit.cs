using System.Net;
using AngleSharp.Html.Parser;

namespace OpsAutomation.Testing.Systems.Processes;

/// <summary>A person at the page behind the link of a card, without a browser: what the form holds is what is posted.</summary>
public sealed class ApprovalVisit
{
    private readonly HttpClient _client;
    private readonly string _action;
    private readonly IReadOnlyDictionary<string, string> _hidden;

    private ApprovalVisit(HttpClient client, string action, IReadOnlyDictionary<string, string> hidden) =>
        (_client, _action, _hidden) = (client, action, hidden);

    /// <summary>Opens the page.</summary>
    /// <exception cref="InvalidOperationException">The page has no form: there is nothing to decide.</exception>
    public static async Task<ApprovalVisit> OpenAsync(HttpClient client, Uri link)
    {
        ArgumentNullException.ThrowIfNull(client);
        using var answer = await client.GetAsync(link);
        var html = await answer.Content.ReadAsStringAsync();
        var form = new HtmlParser().ParseDocument(html).QuerySelector("form[method=post]")
            ?? throw new InvalidOperationException($"The page has no form ({(int)answer.StatusCode}):\n{html}");
        return new ApprovalVisit(
            client,
            form.GetAttribute("action")!,
            form.QuerySelectorAll("input[type=hidden]").ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value")!, StringComparer.Ordinal));
    }

    /// <summary>Posts the form.</summary>
    /// <returns>Status and text of the page that answers, without its markup.</returns>
    public async Task<(HttpStatusCode Status, string Text)> DecideAsync(string user, string reason, string decision)
    {
        using var content = new FormUrlEncodedContent(_hidden.Concat(
            [KeyValuePair.Create("user", user), KeyValuePair.Create("reason", reason), KeyValuePair.Create("decision", decision)]));
        using var answer = await _client.PostAsync(_action, content);
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        return (answer.StatusCode, string.Join(' ', page.Body!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }
}
