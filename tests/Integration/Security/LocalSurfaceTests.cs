using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace OpsAutomation.Integration.Security;

public sealed class LocalSurfaceTests
{
    [Fact]
    public async Task Every_file_of_the_local_state_is_its_owners_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var rig = await LocalRig.StartAsync();
        using var client = rig.Client();
        using var post = new HttpRequestMessage(HttpMethod.Post, "/api/alerts/azure-monitor") { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        post.Headers.Add("x-functions-key", rig.System.Host.Keys.HostKey);
        await client.SendAsync(post);
        await client.GetAsync(new Uri("/api/health", UriKind.Relative));

        var files = Directory.GetFiles(rig.Folder, "*", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            Assert.Equal((file, UnixFileMode.UserRead | UnixFileMode.UserWrite), (file, File.GetUnixFileMode(file)));
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(rig.Folder, "data")));
    }

    [Theory]
    [InlineData("GET", "/nothing", 404)]
    [InlineData("DELETE", "/api/incidents", 405)]
    [InlineData("GET", "/api/incidents", 401)]
    [InlineData("PUT", "/ops/approve", 405)]
    [InlineData("POST", "/runtime/webhooks/eventgrid", 401)]
    public async Task Refusals_of_the_host_are_problem_details_too(string method, string path, int status)
    {
        await using var rig = await LocalRig.StartAsync();
        using var client = rig.Client();
        using var answer = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_decision_is_a_small_url_encoded_form_or_nothing()
    {
        await using var rig = await LocalRig.StartAsync();
        using var client = rig.Client();
        var huge = "t=x&reason=" + new string('a', 200_000);
        using var chunked = new StreamContent(new MemoryStream(Encoding.ASCII.GetBytes(huge)));
        chunked.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        chunked.Headers.ContentLength = null;
        using var undeclared = new HttpRequestMessage(HttpMethod.Post, "/ops/approve") { Content = chunked };
        undeclared.Headers.TransferEncodingChunked = true;
        using var files = new MultipartFormDataContent { { new StringContent("x"), "t" } };

        Assert.Equal(HttpStatusCode.BadRequest, (await client.SendAsync(undeclared)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync(new Uri("/ops/approve", UriKind.Relative), files)).StatusCode);
    }

    [Theory]
    [InlineData("evil.test", null, 421)]
    [InlineData("169.254.169.254", null, 421)]
    [InlineData(null, "https://evil.test", 403)]
    [InlineData(null, "null", 403)]
    [InlineData(null, null, 200)]
    public async Task The_simulated_Azure_answers_neither_foreign_hosts_nor_pages(string? host, string? origin, int status)
    {
        await using var rig = await LocalRig.StartAsync();
        using var client = new HttpClient { BaseAddress = rig.System.SimAddress };
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/_sim/faults");
        request.Headers.Host = host is null ? null : $"{host}:{client.BaseAddress!.Port}";
        if (origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin);
        }

        Assert.Equal(status, (int)(await client.SendAsync(request)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync(new Uri("/_sim/hosts//x", UriKind.Relative))).StatusCode);
    }
}
