using System.Text.Json.Nodes;
using Azure;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.Integration.SimulatedAzure;

public class FaultsAndPersistence
{
    private const string Version = "?api-version=2023-07-01";

    private const string ScaleToFour = """{"sku":{"capacity":4}}""";

    [Fact]
    public async Task A_drop_after_the_effect_scales_without_telling_the_caller()
    {
        await using var shop = new SimulatedShop();
        await shop.Http.SendJsonAsync("POST", "/_sim/faults", $$"""{"method":"PATCH","resource":"{{SimulatedShop.Web}}","dropAfterEffect":true,"count":1}""");

        await Assert.ThrowsAsync<ConnectionDroppedException>(() => shop.Http.SendJsonAsync("PATCH", SimulatedShop.Web + Version, ScaleToFour));
        var (_, set, _) = await shop.Http.SendJsonAsync("GET", SimulatedShop.Web + Version);
        var (_, calls, _) = await shop.Http.SendJsonAsync("GET", "/_sim/calls?method=PATCH");

        Assert.Equal(4, set["sku"]!["capacity"]!.GetValue<int>());
        Assert.Equal(0, Assert.Single(calls["calls"]!.AsArray())!["status"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_status_fault_answers_with_its_Retry_After_as_often_as_it_says_and_does_nothing()
    {
        await using var shop = new SimulatedShop();
        await shop.Http.SendJsonAsync("POST", "/_sim/faults", """{"method":"GET","status":429,"retryAfter":7,"count":2,"route":"*/vmss-shop-web"}""");

        var first = await Assert.ThrowsAsync<RequestFailedException>(() => shop.WebSet().GetAsync());
        await Assert.ThrowsAsync<RequestFailedException>(() => shop.WebSet().GetAsync());
        var third = await shop.WebSet().GetAsync();

        Assert.Equal((429, "TooManyRequests"), (first.Status, first.ErrorCode));
        Assert.True(first.GetRawResponse()!.Headers.TryGetValue("Retry-After", out var after) && after == "7");
        Assert.Equal(2, third.Value.Data.Sku.Capacity);
    }

    [Fact]
    public async Task A_stale_read_answers_for_the_past()
    {
        await using var shop = new SimulatedShop();
        shop.Clock.Advance(TimeSpan.FromMinutes(10));
        await shop.Http.SendJsonAsync("PATCH", SimulatedShop.Web + Version, ScaleToFour);
        await shop.Http.SendJsonAsync("POST", "/_sim/faults", """{"method":"GET","staleMinutes":5,"count":1}""");

        var stale = (await shop.WebSet().GetAsync()).Value.Data.Sku.Capacity;
        var fresh = (await shop.WebSet().GetAsync()).Value.Data.Sku.Capacity;

        Assert.Equal((2, 4), (stale, fresh));
    }

    [Fact]
    public async Task A_delay_waits_on_the_clock_and_not_in_real_time()
    {
        await using var shop = new SimulatedShop();
        await shop.Http.SendJsonAsync("POST", "/_sim/faults", """{"delay":3600}""");

        var waiting = shop.Http.SendJsonAsync("GET", SimulatedShop.Web + Version);
        Assert.False(waiting.IsCompleted);
        shop.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(200, (await waiting).Status);
    }

    [Fact]
    public async Task A_fault_without_effect_or_with_wrong_values_is_refused_with_every_reason()
    {
        await using var shop = new SimulatedShop();

        var (status, problem, response) = await shop.Http.SendJsonAsync("POST", "/_sim/faults", """{"status":200,"probability":2,"nope":1}""");

        Assert.Equal(400, status);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(4, problem["errors"]!.AsArray().Count);
    }

    [Fact]
    public async Task Nothing_is_reset_when_the_file_is_opened_again()
    {
        await using var shop = new SimulatedShop();
        var (_, _, started) = await shop.Http.SendJsonAsync("PATCH", SimulatedShop.Web + Version, ScaleToFour);
        var operation = started.Headers.GetValues("Azure-AsyncOperation").Single();
        await shop.Http.SendJsonAsync("POST", SimulatedShop.Checkout + "/restart?api-version=2023-12-01");
        await shop.Http.SendJsonAsync("POST", "/_sim/faults", """{"method":"DELETE","status":503}""");

        await shop.ReopenAsync();
        var (_, during, _) = await shop.Http.SendJsonAsync("GET", operation);
        shop.Clock.Advance(TimeSpan.FromMinutes(5));
        await shop.ReopenAsync();
        var (_, ended, _) = await shop.Http.SendJsonAsync("GET", operation);
        var (_, calls, _) = await shop.Http.SendJsonAsync("GET", $"/_sim/calls?prefix={Uri.EscapeDataString(SimulatedShop.Group)}");
        var (_, faults, _) = await shop.Http.SendJsonAsync("GET", "/_sim/faults");
        var (_, site, _) = await shop.Http.SendJsonAsync("GET", $"/_sim/metrics?resource={Uri.EscapeDataString(SimulatedShop.Checkout)}");

        Assert.Equal(("InProgress", "Succeeded"), (during["status"]!.GetValue<string>(), ended["status"]!.GetValue<string>()));
        Assert.Equal(["PATCH", "POST"], calls["calls"]!.AsArray().Select(call => call!["method"]!.GetValue<string>()));
        Assert.Single(faults["faults"]!.AsArray());
        Assert.Equal(0, site["metrics"]![0]!["value"]!.GetValue<double>());
    }

    [Fact]
    public async Task A_newer_scale_preempts_the_one_that_still_runs()
    {
        await using var shop = new SimulatedShop();
        var (_, _, first) = await shop.Http.SendJsonAsync("PATCH", SimulatedShop.Web + Version, ScaleToFour);
        await shop.Http.SendJsonAsync("PATCH", SimulatedShop.Web + Version, """{"sku":{"capacity":3}}""");
        shop.Clock.Advance(TimeSpan.FromMinutes(5));

        var (_, preempted, _) = await shop.Http.SendJsonAsync("GET", first.Headers.GetValues("Azure-AsyncOperation").Single());
        var (_, resources, _) = await shop.Http.SendJsonAsync("GET", "/_sim/resources");

        Assert.Equal(("Canceled", "OperationPreempted"), (preempted["status"]!.GetValue<string>(), preempted.ErrorCode()));
        var web = resources["resources"]!.AsArray().OfType<JsonObject>().Single(one => one["id"]!.GetValue<string>() == SimulatedShop.Web);
        Assert.Equal(3, web["running"]!.GetValue<int>());
    }

    [Fact]
    public async Task The_Teams_sink_keeps_a_card_and_refuses_what_is_not_one()
    {
        await using var shop = new SimulatedShop();
        const string webhook = "https://contoso.webhook.office.com/webhookb2/secret-part";
        const string card = """{"type":"message","attachments":[{"contentType":"application/vnd.microsoft.card.adaptive","content":{"type":"AdaptiveCard","version":"1.5","body":[]}}]}""";

        var (accepted, _, _) = await shop.Http.SendJsonAsync("POST", webhook, card);
        var (bare, error, _) = await shop.Http.SendJsonAsync("POST", webhook, """{"text":"hello"}""");
        var (large, _, _) = await shop.Http.SendJsonAsync("POST", webhook, card.Replace("[]}", $"[\"{new string('x', 29_000)}\"]}}", StringComparison.Ordinal));
        var (_, kept, _) = await shop.Http.SendJsonAsync("GET", "/_sim/sinks/teams");
        var (_, calls, _) = await shop.Http.SendJsonAsync("GET", "/_sim/calls");

        Assert.Equal((202, 400, 400), (accepted, bare, large));
        Assert.Contains("type", error["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("AdaptiveCard", Assert.Single(kept["messages"]!.AsArray())!["body"]!["attachments"]![0]!["content"]!["type"]!.GetValue<string>());
        Assert.DoesNotContain("secret-part", calls.ToJsonString() + kept.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_clock_can_be_read_and_moved()
    {
        await using var shop = new SimulatedShop();

        var (status, clock, _) = await shop.Http.SendJsonAsync("POST", "/_sim/clock/advance", """{"by":"90s"}""");
        var (wrong, _, _) = await shop.Http.SendJsonAsync("POST", "/_sim/clock/advance", """{"by":"-1h"}""");

        Assert.Equal((200, 400), (status, wrong));
        Assert.StartsWith("2026-11-24T10:01:30", clock["now"]!.GetValue<string>(), StringComparison.Ordinal);
    }
}
