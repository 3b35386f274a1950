using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace OpsAutomation.Integration.Runtime.Host;

public sealed class HttpRouteTests
{
    [Fact]
    public async Task Routes_constraints_optional_segments_and_methods_work_as_in_aspnet()
    {
        await using var host = await HostDriver.StartAsync();

        Assert.Equal("""{"id":42,"name":"GET"}""", await host.Client.GetStringAsync("/api/items/42"));
        Assert.Equal(HttpStatusCode.Gone, (await host.Client.DeleteAsync("/api/items/42")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync("/api/items/forty")).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await host.Client.PutAsync("/api/items/42", null)).StatusCode);
        Assert.Equal("hello nobody;", await host.Client.GetStringAsync("/api/greet"));
        Assert.Equal("hello ann;hello ann;", await host.Client.GetStringAsync("/api/greet/ann?times=2"));
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync("/items/42")).StatusCode);
        Assert.Equal("extra endpoint", await host.Client.GetStringAsync("/extra"));
    }

    [Fact]
    public async Task The_route_prefix_comes_from_host_json()
    {
        var folder = HostDriver.NewFolder();
        var file = Path.Combine(folder, "host.json");
        await File.WriteAllTextAsync(file, """{ "version": "2.0", /* none */ "extensions": { "http": { "routePrefix": "" } } }""");
        await using (var host = await HostDriver.StartAsync(folder, change: o => o with { HostJsonPath = file }))
        {
            Assert.Equal("""{"id":1,"name":"GET"}""", await host.Client.GetStringAsync("/items/1"));
            Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync("/api/items/1")).StatusCode);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("content", 201, "text/html; charset=utf-8", "<b>hi</b>")]
    [InlineData("file", 200, "text/css", "bytes")]
    [InlineData("json", 203, "application/json; charset=utf-8", """{"id":7,"name":"seven"}""")]
    [InlineData("result", 202, "application/json; charset=utf-8", """{"id":8,"name":"eight"}""")]
    [InlineData("poco", 200, "application/json; charset=utf-8", """{"id":9,"name":"nine"}""")]
    [InlineData("two", 418, null, "")]
    [InlineData("nothing", 204, null, "")]
    [InlineData("service", 200, "text/plain; charset=utf-8", "PerRun")]
    public async Task Each_kind_of_result_becomes_its_answer(string kind, int status, string? type, string body)
    {
        await using var host = await HostDriver.StartAsync();

        var answer = await host.Client.PostAsync($"/api/result/{kind}", null);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(body, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_redirect_is_a_redirect()
    {
        await using var host = await HostDriver.StartAsync();

        var answer = await host.Client.GetAsync("/api/result/redirect");

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal("/elsewhere", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_body_is_bound_and_a_bad_one_is_a_400_that_says_where()
    {
        await using var host = await HostDriver.StartAsync();

        var good = await host.Client.PostAsJsonAsync("/api/items", new { id = 3, name = "three" });
        var bad = await host.Client.PostAsync("/api/items", new StringContent("""{"id":"x"}""", Encoding.UTF8, "application/json"));
        var text = await host.Client.PostAsync("/api/items", new StringContent("hello"));
        var number = await host.Client.GetAsync("/api/greet/ann?times=many");

        Assert.Equal(HttpStatusCode.Created, good.StatusCode);
        Assert.Equal("/api/items/3", good.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
        Assert.Contains("$.id", await bad.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.BadRequest, text.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, number.StatusCode);
        Assert.Equal("application/problem+json", number.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_failing_function_answers_500_and_tells_nothing_of_the_inside()
    {
        await using var host = await HostDriver.StartAsync();

        var answer = await host.Client.GetAsync("/api/breaks/early");
        var body = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("P@ssw0rd", body);
        Assert.DoesNotContain("InvalidOperation", body);
        Assert.Equal(500, JsonDocument.Parse(body).RootElement.GetProperty("status").GetInt32());
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => host.Client.GetStringAsync("/api/breaks/late"));
        Assert.Equal("hello nobody;", await host.Client.GetStringAsync("/api/greet"));
    }

    [Fact]
    public async Task A_function_sees_its_context_and_the_middleware_around_it()
    {
        await using var host = await HostDriver.StartAsync();
        host.Seen.Middleware.Clear();

        var body = await host.Client.GetStringAsync("/api/context?q=5");

        Assert.Equal("True|Context|httpTrigger|Out|2|0|yes|55|5", body);
        Assert.Equal(["before Context", "after Context"], host.Seen.Middleware);
    }

    [Fact]
    public async Task Each_run_has_its_own_scope()
    {
        await using var host = await HostDriver.StartAsync();

        await host.Client.GetStringAsync("/api/result/service");
        await host.Client.GetStringAsync("/api/result/service");
        await host.Ledger.WhenIdleAsync();

        Assert.Equal(2, host.Seen.Middleware.Count(m => m == "scope gone"));
    }
}
