using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpsAutomation.Cli.Demo;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Testing.Systems.Local;

/// <summary>What a person does who is asked: follows the link of the card, reads the page, sends its form.</summary>
public sealed partial class ApprovalClient(LocalSystemDriver driver)
{
    /// <summary>The link that an incident's newest card carries, as path and query.</summary>
    public async Task<string> LinkAsync(string incidentId)
    {
        var asked = (await driver.IncidentAsync(incidentId)).Facts.OfType<Fact.Asked>().Last();
        return DemoAlert.ApproveLink(driver.Local, incidentId, asked).PathAndQuery;
    }

    /// <summary>The token of a link.</summary>
    public static string TokenOf(string link)
    {
        ArgumentNullException.ThrowIfNull(link);
        return Uri.UnescapeDataString(Token().Match(link).Groups["value"].Value);
    }

    /// <summary>Opens a page without a key, as a browser does.</summary>
    public async Task<Answer> OpenAsync(string link, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, link);
        using var response = await driver.Http.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    /// <summary>The form of the page behind a link, filled in; a test may spoil it before it is sent.</summary>
    public async Task<Dictionary<string, string>> FillAsync(string link, string user = "ana", string decision = "approve", string reason = "It is what the runbook says.")
    {
        var page = await OpenAsync(link);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["token"] = TokenOf(link),
            ["antiforgery"] = WebUtility.HtmlDecode(Forgery().Match(page.Body).Groups["value"].Value),
            ["user"] = user,
            ["decision"] = decision,
            ["reason"] = reason,
        };
    }

    /// <summary>Sends a form.</summary>
    public async Task<Answer> SendAsync(IReadOnlyDictionary<string, string> form)
    {
        using var content = new FormUrlEncodedContent(form);
        using var response = await driver.Http.PostAsync(new Uri("/ops/approve", UriKind.Relative), content);
        return await Answer.ReadAsync(response);
    }

    /// <summary>Decides on the page.</summary>
    public async Task<Answer> DecideAsync(string incidentId, string user = "ana", string decision = "approve") =>
        await SendAsync(await FillAsync(await LinkAsync(incidentId), user, decision));

    /// <summary>Decides through the API.</summary>
    public async Task<Answer> DecideByApiAsync(string incidentId, string? user = "ana", string decision = "approve", string reason = "It is what the runbook says.", string? token = null)
    {
        token ??= (await driver.GetAsync($"/api/approvals/{incidentId}")).Json["token"]!.GetValue<string>();
        return await driver.PostAsync(
            $"/api/approvals/{incidentId}", new JsonObject { ["token"] = token, ["user"] = user, ["decision"] = decision, ["reason"] = reason });
    }

    [GeneratedRegex("[?&]t=(?<value>[^&]+)", RegexOptions.None, 1000)]
    private static partial Regex Token();

    [GeneratedRegex("name=\"antiforgery\" value=\"(?<value>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Forgery();
}
