using System.Net;
using System.Text.RegularExpressions;
using OpsAutomation.Core.Calendars.Silencing;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Calendars;

public sealed partial class CalendarPageTests
{
    [Fact]
    public async Task A_silence_is_made_in_two_steps_and_cancelled_on_the_page()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        await system.DispositionAsync(await system.FireSampleAsync("cpu-high"));
        await system.IdleAsync();
        var form = await FormAsync(system);

        form["action"] = "create";
        var first = await SendAsync(system, form);
        Assert.Contains("it would have hidden 1 alert, 1 of which opened an incident", first.Body, StringComparison.Ordinal);
        Assert.Empty(await LiveAsync(system));

        form["previewed"] = Field(first.Body, "previewed");
        var other = await SendAsync(system, new Dictionary<string, string>(form, StringComparer.Ordinal) { ["matchers"] = "source = azure-monitor" });
        Assert.Equal(200, other.Status);
        Assert.Empty(await LiveAsync(system));

        var made = await SendAsync(system, form);
        Assert.Equal(200, made.Status);
        var silence = Assert.Single(await LiveAsync(system));
        Assert.Equal(("ana", "deploying"), (silence.CreatedBy, silence.Reason));
        Assert.Contains($"Silence {silence.Id} of ana stands.", made.Body, StringComparison.Ordinal);

        var cancel = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["antiforgery"] = form["antiforgery"],
            ["action"] = "cancel",
            ["id"] = silence.Id,
            ["user"] = "ben",
            ["reason"] = "over",
        };
        await system.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Contains("Cancelled by ben.", (await SendAsync(system, cancel)).Body, StringComparison.Ordinal);
        Assert.Empty(await LiveAsync(system));
    }

    [Fact]
    public async Task A_form_that_is_not_ours_or_is_wrong_makes_nothing()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        var form = await FormAsync(system);
        form["action"] = "create";
        form["previewed"] = "service = \"shop-web\"";
        form["matchers"] = "service = shop-web";

        var forged = await SendAsync(system, new Dictionary<string, string>(form, StringComparer.Ordinal) { ["antiforgery"] = "x" });
        var nobody = await SendAsync(system, new Dictionary<string, string>(form, StringComparer.Ordinal) { ["user"] = "mallory" });
        var wrong = await SendAsync(system, new Dictionary<string, string>(form, StringComparer.Ordinal) { ["matchers"] = "servce = <script>" });
        var unexplained = await SendAsync(system, new Dictionary<string, string>(form, StringComparer.Ordinal) { ["reason"] = " " });

        Assert.Equal((403, 400, 400, 400), (forged.Status, nobody.Status, wrong.Status, unexplained.Status));
        Assert.Contains("did you mean", WebUtility.HtmlDecode(wrong.Body), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", wrong.Body, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(await LiveAsync(system));
    }

    [Fact]
    public async Task Windows_of_the_catalogue_are_on_the_page()
    {
        using var catalog = new CatalogCopy().Replace("calendars.yaml", "windows: []", """
            windows:
              - name: database-move
                owner: data
                reason: It moves.
                matchers: [service = shop-db]
                once: {start: 2026-11-24T08:00Z, end: 2026-11-24T12:00Z}
            """);
        await using var system = await LocalSystemDriver.StartAsync(new SystemSetup { CatalogDirectory = catalog.Folder });

        var page = (await OpenAsync(system)).Body;

        Assert.Contains("database-move", page, StringComparison.Ordinal);
        Assert.Contains("It moves.", page, StringComparison.Ordinal);
        Assert.Contains("Active until", page, StringComparison.Ordinal);
    }

    private static Task<IReadOnlyList<Core.Calendars.Silence>> LiveAsync(LocalSystemDriver system) => system.Service<SilenceLedger>().LiveAsync(system.Clock.GetUtcNow());

    private static async Task<Dictionary<string, string>> FormAsync(LocalSystemDriver system) => new(StringComparer.Ordinal)
    {
        ["antiforgery"] = Field((await OpenAsync(system)).Body, "antiforgery"),
        ["user"] = "ana",
        ["matchers"] = "source = azure-monitor\r\nrule =~ \".*-cpu-.*\"",
        ["for"] = "2h",
        ["reason"] = "deploying",
    };

    private static async Task<Answer> OpenAsync(LocalSystemDriver system)
    {
        using var response = await system.Http.GetAsync(new Uri("/ops/calendar", UriKind.Relative));
        return await Answer.ReadAsync(response);
    }

    private static async Task<Answer> SendAsync(LocalSystemDriver system, Dictionary<string, string> form)
    {
        using var content = new FormUrlEncodedContent(form);
        using var response = await system.Http.PostAsync(new Uri("/ops/calendar", UriKind.Relative), content);
        return await Answer.ReadAsync(response);
    }

    private static string Field(string html, string name) =>
        Inputs().Matches(html).Where(m => m.Groups["name"].Value == name).Select(m => WebUtility.HtmlDecode(m.Groups["value"].Value)).First();

    [GeneratedRegex("name=\"(?<name>[a-z]+)\" value=\"(?<value>[^\"]*)\"", RegexOptions.None, 1000)]
    private static partial Regex Inputs();
}
