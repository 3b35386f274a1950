using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Intake;

public sealed class BadInputTests(SharedSystem shared) : IClassFixture<SharedSystem>
{
    private readonly LocalSystemDriver _system = shared.Driver;

    public static TheoryData<string, string, int, string> Refused => new()
    {
        { "an empty body", "", 400, "body" },
        { "white space", " \n ", 400, "body" },
        { "half an object", """{"schemaId":""", 400, "body" },
        { "a trailing comma", """{"schemaId":"azureMonitorCommonAlertSchema",}""", 400, "body" },
        { "a number", "42", 400, "body" },
        { "an empty array", "[]", 400, "body" },
        { "no schema", "{}", 400, "schemaId" },
        { "a schema that is a number", """{"schemaId":7,"data":{}}""", 400, "schemaId" },
        { "no data", """{"schemaId":"azureMonitorCommonAlertSchema"}""", 400, "data" },
        { "data that is text", """{"schemaId":"azureMonitorCommonAlertSchema","data":"x"}""", 400, "data" },
        { "no essentials", """{"schemaId":"azureMonitorCommonAlertSchema","data":{"alertContext":{}}}""", 400, "data.essentials" },
        { "targets that are an object", """{"schemaId":"azureMonitorCommonAlertSchema","data":{"essentials":{"alertTargetIDs":{}}}}""", 400, "data.essentials.alertTargetIDs" },
        { "a target that is a number", """{"schemaId":"azureMonitorCommonAlertSchema","data":{"essentials":{"alertTargetIDs":["/a",5]}}}""", 400, "data.essentials.alertTargetIDs[1]" },
        { "a key that stands twice", """{"schemaId":"azureMonitorCommonAlertSchema","data":{"essentials":{"severity":"Sev1","severity":"Sev4"}}}""", 400, "data.essentials.severity" },
        { "half a surrogate pair", """{"schemaId":"azureMonitorCommonAlertSchema","data":{"essentials":{"alertRule":"\ud800"}}}""", 400, "data.essentials.alertRule" },
        { "a fragment of an alert", """{"alertContext":{"condition":{}}}""", 400, "schemaId" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_cannot_be_an_alert_is_refused_and_the_field_is_named(string what, string body, int status, string field)
    {
        var answer = await _system.PostAlertAsync(body);

        Assert.Equal((what, status, "application/problem+json", field), (what, answer.Status, answer.ContentType, answer.Field));
        Assert.NotEmpty(answer.Json["title"]!.GetValue<string>());
        Assert.NotEmpty(answer.Json["detail"]!.GetValue<string>());
        Assert.True(await _system.IsHealthyAsync());
    }

    [Theory]
    [InlineData("text/plain", null, "Content-Type")]
    [InlineData("application/xml", null, "Content-Type")]
    [InlineData("application/json; charset=utf-16", null, "Content-Type")]
    [InlineData("nonsense", null, "Content-Type")]
    [InlineData("application/json", "zstd", "Content-Encoding")]
    [InlineData("application/json", "gzip, gzip", "Content-Encoding")]
    public async Task What_is_not_JSON_is_refused_by_its_headers(string type, string? encoding, string field)
    {
        var answer = await _system.PostAlertAsync(Encoding.UTF8.GetBytes("{}"), type, encoding);

        Assert.Equal((415, "application/problem+json", field), (answer.Status, answer.ContentType, answer.Field));
    }

    [Fact]
    public async Task A_body_without_a_content_type_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/alerts/azure-monitor") { Content = new ByteArrayContent("{}"u8.ToArray()) };

        Assert.Equal(415, (await _system.SendAsync(request)).Status);
    }

    [Fact]
    public async Task Two_megabytes_are_too_large_and_the_service_stays_well()
    {
        var answer = await _system.PostAlertAsync($"[\"{new string('x', 2 * 1024 * 1024)}\"]");

        Assert.Equal((413, "application/problem+json", "body"), (answer.Status, answer.ContentType, answer.Field));
        Assert.True(await _system.IsHealthyAsync());
    }

    [Fact]
    public async Task A_bomb_of_a_quarter_of_a_gigabyte_is_too_large()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var chunk = new byte[1024 * 1024];
            Array.Fill(chunk, (byte)' ');
            for (var i = 0; i < 256; i++)
            {
                await gzip.WriteAsync(chunk);
            }
        }

        var answer = await _system.PostAlertAsync(packed.ToArray(), encoding: "gzip");

        Assert.Equal((413, "body"), (answer.Status, answer.Field));
        Assert.True(await _system.IsHealthyAsync());
    }

    [Fact]
    public async Task A_compressed_alert_is_read_and_a_broken_compression_refused()
    {
        var alert = Encoding.UTF8.GetBytes(AzureAlerts.CpuHigh(_system.Clock.GetUtcNow(), AzureAlerts.Database, "compressed").ToJsonString());
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(alert);
        }

        Assert.Single((await _system.PostAlertAsync(packed.ToArray(), encoding: "gzip")).Ids);
        var broken = await _system.PostAlertAsync(alert, encoding: "gzip");
        Assert.Equal((400, "body"), (broken.Status, broken.Field));
    }

    [Theory]
    [InlineData(2000)]
    [InlineData(170_000)]
    public async Task Deep_nesting_is_refused_without_a_stack_overflow(int depth)
    {
        var answer = await _system.PostAlertAsync(
            $$"""{"schemaId":"azureMonitorCommonAlertSchema","data":{{string.Concat(Enumerable.Repeat("""{"a":""", depth))}}1{{new string('}', depth)}}}""");

        Assert.Equal((400, "application/problem+json"), (answer.Status, answer.ContentType));
        Assert.StartsWith("data.a.a", answer.Field, StringComparison.Ordinal);
        Assert.True(await _system.IsHealthyAsync());
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused()
    {
        var answer = await _system.PostAlertAsync([.. """{"schemaId":"azureMonitorCommonAlertSchema","data":{"essentials":{"alertRule":"""u8, (byte)'"', 0xC3, 0x28, .. "\"}}}"u8]);

        Assert.Equal((400, "body"), (answer.Status, answer.Field));
        Assert.Contains("UTF-8", answer.Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nagios", 404)]
    [InlineData("..%2f..%2fhealth", 404)]
    [InlineData("azure-monitor/more", 404)]
    public async Task An_unknown_source_is_not_found(string source, int status)
    {
        Assert.Equal(status, (await _system.PostAlertAsync("{}"u8.ToArray(), source: source)).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    [InlineData("")]
    public async Task Without_the_key_nothing_is_read(string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/alerts/azure-monitor") { Content = new StringContent("not even JSON") };
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("x-functions-key", key);
        }

        using var response = await _system.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task Only_POST_brings_alerts(string method)
    {
        var answer = await _system.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/api/alerts/azure-monitor"));

        // GET of that path asks about an alert of that name.
        Assert.Equal(method == "GET" ? 404 : 405, answer.Status);
    }

    [Theory]
    [InlineData("an unknown schema", """{"schemaId":"somethingElse","data":{}}""", "schema")]
    [InlineData("an unknown service", """{"schemaId":"azureMonitorCommonAlertSchema","data":{"essentials":{"monitoringService":"Plattform","alertRule":"r","monitorCondition":"Fired","firedDateTime":"2026-11-24T08:00:00Z"},"alertContext":{}}}""", "Plattform")]
    [InlineData("empty essentials", """{"schemaId":"azureMonitorCommonAlertSchema","data":{"essentials":{}}}""", "missing")]
    public async Task What_a_sender_cannot_mend_is_accepted_and_kept_as_a_dead_letter_with_its_reason(string what, string body, string reason)
    {
        var ids = await _system.FireAsync(body);
        var disposition = await _system.DispositionAsync(Assert.Single(ids));

        Assert.Equal((what, DispositionKind.DeadLettered), (what, disposition.Kind));
        Assert.Contains(reason, disposition.Reason, StringComparison.OrdinalIgnoreCase);
        Assert.NotEmpty(disposition.Otherwise);
    }

    [Theory]
    [InlineData("alertRule")]
    [InlineData("monitorCondition")]
    [InlineData("firedDateTime")]
    public async Task An_essential_field_that_is_missing_is_named_in_the_dead_letter(string field)
    {
        var alert = AzureAlerts.CpuHigh(_system.Clock.GetUtcNow(), AzureAlerts.Database, $"without-{field}");
        alert["data"]!["essentials"]!.AsObject().Remove(field);

        var disposition = await _system.DispositionAsync(Assert.Single(await _system.FireAsync(alert.ToJsonString())));

        Assert.Equal(DispositionKind.DeadLettered, disposition.Kind);
        Assert.Contains(field, disposition.Reason + disposition.Otherwise, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_as_text_and_text_as_numbers_are_understood()
    {
        var alert = AzureAlerts.CpuHigh(_system.Clock.GetUtcNow(), AzureAlerts.Plan, "numbers");
        var criterion = alert["data"]!["alertContext"]!["condition"]!["allOf"]![0]!.AsObject();
        criterion["threshold"] = 80;
        criterion["metricValue"] = "92.5";
        alert["data"]!["essentials"]!["severity"] = 1;

        var disposition = await _system.DispositionAsync(Assert.Single(await _system.FireAsync(alert.ToJsonString())));

        Assert.Contains(disposition.Kind, new[] { DispositionKind.Opened, DispositionKind.Merged });
    }

    [Fact]
    public async Task Markup_in_a_name_is_text_on_every_page()
    {
        const string Rule = "<script>alert(1)</script> **[x](https://evil.test)** <at>everyone</at>";
        var alert = AzureAlerts.CpuHigh(_system.Clock.GetUtcNow(), $"{AzureAlerts.Group}/Microsoft.Compute/virtualMachines/vm-markup", Rule);

        var id = Assert.Single(await _system.FireAsync(alert.ToJsonString()));
        var incident = await _system.IncidentOfAsync(id);

        foreach (var path in new[] { "/ops", $"/ops/incidents/{incident}", $"/ops/alerts/{id}" })
        {
            var page = await _system.GetAsync(path);
            Assert.Equal((path, 200), (path, page.Status));
            Assert.DoesNotContain("<script", page.Body, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("href=\"https://evil.test", page.Body, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Contains("&lt;script", (await _system.GetAsync($"/ops/incidents/{incident}")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_bad_alert_in_an_array_costs_its_neighbours_nothing()
    {
        var now = _system.Clock.GetUtcNow();
        var batch = new JsonArray(
            AzureAlerts.CpuHigh(now, AzureAlerts.Database, "neighbour-1"),
            new JsonObject { ["schemaId"] = "azureMonitorCommonAlertSchema", ["data"] = "broken" },
            JsonNode.Parse(string.Concat(Enumerable.Repeat("[", 60)) + string.Concat(Enumerable.Repeat("]", 60))),
            AzureAlerts.CpuHigh(now, AzureAlerts.Plan, "neighbour-2"));

        var ids = await _system.FireAsync(batch.ToJsonString());

        Assert.Equal(4, ids.Count);
        var kinds = new List<DispositionKind>();
        foreach (var id in ids)
        {
            kinds.Add((await _system.DispositionAsync(id)).Kind);
        }

        Assert.Equal([false, true, true, false], kinds.Select(k => k == DispositionKind.DeadLettered));
        Assert.Contains("[1].data", (await _system.DispositionsAsync(ids[1]))[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deep_and_a_doubled_element_cost_their_neighbours_nothing()
    {
        var good = AzureAlerts.CpuHigh(_system.Clock.GetUtcNow(), AzureAlerts.Plan, "beside-the-deep").ToJsonString();
        var ids = await _system.FireAsync(
            $$"""[{"a":{{new string('[', 500)}}{{new string(']', 500)}}},{{good}},{"schemaId":"x","schemaId":"y"}]""");

        Assert.Equal(DispositionKind.DeadLettered, (await _system.DispositionAsync(ids[0])).Kind);
        Assert.NotEqual(DispositionKind.DeadLettered, (await _system.DispositionAsync(ids[1])).Kind);
        Assert.Equal(DispositionKind.DeadLettered, (await _system.DispositionAsync(ids[2])).Kind);
    }
}
