namespace OpsAutomation.Integration.SimulatedAzure;

public class ConditionsLocksAndErrors
{
    private const string Version = "?api-version=2023-07-01";

    private const string ScaleToFour = """{"sku":{"name":"Standard_D2s_v5","capacity":4}}""";

    [Fact]
    public async Task A_write_under_a_stale_ETag_is_refused_and_changes_nothing()
    {
        await using var shop = new SimulatedShop();
        var (_, body, first) = await shop.Http.SendJsonAsync("GET", SimulatedShop.Web + Version);
        var etag = first.Headers.ETag!.ToString();
        Assert.Equal(etag, body["etag"]!.GetValue<string>());

        var (accepted, _, _) = await shop.Http.SendJsonAsync("PATCH", SimulatedShop.Web + Version, ScaleToFour, ("If-Match", etag));
        var (stale, error, _) = await shop.Http.SendJsonAsync("PATCH", SimulatedShop.Web + Version, """{"sku":{"capacity":9}}""", ("If-Match", etag));
        var (_, after, _) = await shop.Http.SendJsonAsync("GET", SimulatedShop.Web + Version);

        Assert.Equal(200, accepted);
        Assert.Equal(412, stale);
        Assert.Equal("PreconditionFailed", error.ErrorCode());
        Assert.Equal(4, after["sku"]!["capacity"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_read_only_lock_refuses_every_write_and_a_delete_lock_only_deletes()
    {
        await using var shop = new SimulatedShop();

        var (write, locked, _) = await shop.Http.SendJsonAsync("PATCH", SimulatedShop.Database + Version, ScaleToFour);
        var (action, _, _) = await shop.Http.SendJsonAsync("POST", $"{SimulatedShop.Database}/restart{Version}");
        await shop.Http.SendJsonAsync("PUT", $"{SimulatedShop.Group}/providers/Microsoft.Authorization/locks/keep?api-version=2020-05-01",
            """{"properties":{"level":"CanNotDelete"}}""");
        var (delete, _, _) = await shop.Http.SendJsonAsync("DELETE", SimulatedShop.Web + Version);
        var (patch, _, _) = await shop.Http.SendJsonAsync("PATCH", SimulatedShop.Web + Version, ScaleToFour);

        Assert.Equal((409, "ScopeLocked"), (write, locked.ErrorCode()));
        Assert.Equal((409, 409, 200), (action, delete, patch));
    }

    [Fact]
    public async Task Locks_are_listed_for_a_resource_with_those_it_inherits()
    {
        await using var shop = new SimulatedShop();
        await shop.Http.SendJsonAsync("PUT", $"{SimulatedShop.Group}/providers/Microsoft.Authorization/locks/keep?api-version=2020-05-01",
            """{"properties":{"level":"CanNotDelete"}}""");

        var (_, body, _) = await shop.Http.SendJsonAsync("GET", $"{SimulatedShop.Database}/providers/Microsoft.Authorization/locks?api-version=2020-05-01");

        Assert.Equal(["do-not-touch", "keep"], body["value"]!.AsArray().Select(one => one!["name"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("GET", "/subscriptions", null, 400, "MissingApiVersionParameter")]
    [InlineData("GET", "/subscriptions?api-version=1999-01-01", null, 400, "InvalidApiVersionParameter")]
    [InlineData("GET", SimulatedShop.Web + "?api-version=1999-01-01", null, 400, "NoRegisteredProviderFound")]
    [InlineData("GET", SimulatedShop.Web + "x?api-version=2023-07-01", null, 404, "ResourceNotFound")]
    [InlineData("GET", "/subscriptions/22222222-2222-2222-2222-222222222222?api-version=2022-12-01", null, 404, "SubscriptionNotFound")]
    [InlineData("GET", "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/nope/resources?api-version=2022-09-01", null, 404, "ResourceGroupNotFound")]
    [InlineData("GET", SimulatedShop.Group + "/providers/Microsoft.Cache/redis/x?api-version=2022-09-01", null, 404, "InvalidResourceType")]
    [InlineData("POST", SimulatedShop.Web + "/explode?api-version=2023-07-01", null, 404, "InvalidResourceType")]
    [InlineData("GET", "/nowhere?api-version=2022-09-01", null, 404, "NotFound")]
    [InlineData("PATCH", SimulatedShop.Web + "?api-version=2023-07-01", "{", 400, "InvalidRequestContent")]
    [InlineData("PATCH", SimulatedShop.Web + "?api-version=2023-07-01", "[]", 400, "InvalidRequestContent")]
    [InlineData("PATCH", SimulatedShop.Web + "?api-version=2023-07-01", """{"sku":{"capacity":"four"}}""", 400, "InvalidRequestContent")]
    [InlineData("PATCH", SimulatedShop.Web + "?api-version=2023-07-01", """{"sku":5}""", 400, "InvalidRequestContent")]
    [InlineData("PATCH", SimulatedShop.Web + "?api-version=2023-07-01", """{"sku":{"capacity":1001}}""", 400, "InvalidParameter")]
    [InlineData("PATCH", SimulatedShop.Web + "?api-version=2023-07-01", """{"tags":{},"tags":{}}""", 400, "InvalidRequestContent")]
    public async Task A_request_that_ARM_would_refuse_gets_ARMs_own_error_shape(string method, string path, string? body, int status, string code)
    {
        await using var shop = new SimulatedShop();

        var (actual, error, response) = await shop.Http.SendJsonAsync(method, path, body);

        Assert.Equal((status, code), (actual, error.ErrorCode()));
        Assert.NotEmpty(error["error"]!["message"]!.GetValue<string>());
        Assert.NotEmpty(response.Headers.GetValues("x-ms-request-id"));
        Assert.NotEmpty(response.Headers.GetValues("x-ms-correlation-request-id"));
    }

    [Fact]
    public async Task A_request_without_a_token_is_not_authenticated()
    {
        await using var shop = new SimulatedShop();
        using var client = new HttpClient(shop.Cloud.CreateHandler("nobody"));

        var (status, error, _) = await client.SendJsonAsync("GET", "/subscriptions?api-version=2022-12-01");

        Assert.Equal((401, "AuthenticationFailed"), (status, error.ErrorCode()));
    }

    [Fact]
    public async Task A_host_that_is_not_simulated_fails_by_name_instead_of_going_out()
    {
        await using var shop = new SimulatedShop();

        var failed = await Assert.ThrowsAsync<HttpRequestException>(() => shop.Http.GetAsync(new Uri("https://example.com/")));

        Assert.Contains("example.com", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tags_are_merged_replaced_and_deleted_through_their_own_resource()
    {
        await using var shop = new SimulatedShop();
        var path = $"{SimulatedShop.Checkout}/providers/Microsoft.Resources/tags/default?api-version=2021-04-01";

        await shop.Http.SendJsonAsync("PATCH", path, """{"operation":"Merge","properties":{"tags":{"paused":"yes"}}}""");
        var (_, merged, _) = await shop.Http.SendJsonAsync("GET", path);
        await shop.Http.SendJsonAsync("PATCH", path, """{"operation":"Delete","properties":{"tags":{"owner":""}}}""");
        var (_, site, _) = await shop.Http.SendJsonAsync("GET", SimulatedShop.Checkout + "?api-version=2023-12-01");

        Assert.Equal("yes", merged["properties"]!["tags"]!["paused"]!.GetValue<string>());
        Assert.Equal(["env", "paused", "service"], site["tags"]!.AsObject().Select(pair => pair.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_activity_log_names_who_did_what_and_whether_it_succeeded()
    {
        await using var shop = new SimulatedShop();
        await shop.Http.SendJsonAsync("PATCH", SimulatedShop.Web + Version, ScaleToFour);
        await shop.Http.SendJsonAsync("PATCH", SimulatedShop.Database + Version, ScaleToFour);
        shop.Clock.Advance(TimeSpan.FromMinutes(1));

        var filter = Uri.EscapeDataString($"eventTimestamp ge '2026-11-24T09:00:00Z' and resourceUri eq '{SimulatedShop.Web}'");
        var path = $"/subscriptions/{SimulatedShop.Subscription}/providers/Microsoft.Insights/eventtypes/management/values?api-version=2015-04-01&$filter=";
        var (_, web, _) = await shop.Http.SendJsonAsync("GET", path + filter);
        var (_, all, _) = await shop.Http.SendJsonAsync("GET", path + Uri.EscapeDataString("eventTimestamp ge '2026-11-24T09:00:00Z'"));

        var entries = web["value"]!.AsArray();
        Assert.Equal(["Succeeded", "Accepted"], entries.Select(one => one!["status"]!["value"]!.GetValue<string>()));
        Assert.All(entries, one => Assert.Equal("tester", one!["caller"]!.GetValue<string>()));
        Assert.All(entries, one => Assert.Equal("Microsoft.Compute/virtualMachineScaleSets/write", one!["operationName"]!["value"]!.GetValue<string>()));
        Assert.Contains(all["value"]!.AsArray(), one => one!["status"]!["value"]!.GetValue<string>() == "Failed");
    }
}
