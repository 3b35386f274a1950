using System.Net;

namespace OpsAutomation.Integration.Runtime.Host;

public sealed class HttpKeyTests
{
    [Theory]
    [InlineData("Keyed", "none", 401)]
    [InlineData("Keyed", "wrong", 401)]
    [InlineData("Keyed", "own", 200)]
    [InlineData("Keyed", "other function", 401)]
    [InlineData("Keyed", "host", 200)]
    [InlineData("Keyed", "master", 200)]
    [InlineData("Keyed", "system", 401)]
    [InlineData("SystemOnly", "host", 401)]
    [InlineData("SystemOnly", "system", 200)]
    [InlineData("SystemOnly", "master", 200)]
    [InlineData("AdminOnly", "host", 401)]
    [InlineData("AdminOnly", "system", 401)]
    [InlineData("AdminOnly", "master", 200)]
    [InlineData("greet", "none", 200)]
    public async Task A_key_opens_what_it_is_for_and_nothing_else(string function, string which, int status)
    {
        await using var host = await HostDriver.StartAsync();
        var key = which switch
        {
            "wrong" => new string('x', host.Host.Keys.HostKey.Length),
            "own" => host.Host.Keys.FunctionKey(function),
            "other function" => host.Host.Keys.FunctionKey("OtherKeyed"),
            "host" => host.Host.Keys.HostKey,
            "master" => host.Host.Keys.MasterKey,
            "system" => host.Host.Keys.EventGridKey,
            _ => "",
        };

        var header = new HttpRequestMessage(HttpMethod.Get, $"/api/{function}");
        if (which != "none")
        {
            header.Headers.Add("x-functions-key", key);
        }

        var byHeader = await host.Client.SendAsync(header);
        var byQuery = await host.Client.GetAsync(which == "none" ? $"/api/{function}" : $"/api/{function}?code={key}");

        Assert.Equal(status, (int)byHeader.StatusCode);
        Assert.Equal(status, (int)byQuery.StatusCode);
        if (status == 401)
        {
            Assert.Equal("application/problem+json", byHeader.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task Keys_stay_the_same_after_a_restart_and_their_file_is_for_the_owner_only()
    {
        var folder = HostDriver.NewFolder();
        string key;
        await using (var first = await HostDriver.StartAsync(folder))
        {
            key = first.Host.Keys.FunctionKey("Keyed");
        }

        await using (var second = await HostDriver.StartAsync(folder))
        {
            Assert.Equal(key, second.Host.Keys.FunctionKey("keyed"));
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "keys.json")));
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("evil.example", null, "GET", HttpStatusCode.MisdirectedRequest)]
    [InlineData("evil.example:80", null, "POST", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost", null, "GET", HttpStatusCode.NoContent)]
    [InlineData("[::1]:9", null, "GET", HttpStatusCode.NoContent)]
    [InlineData(null, "http://evil.example", "POST", HttpStatusCode.Forbidden)]
    [InlineData(null, "null", "DELETE", HttpStatusCode.Forbidden)]
    [InlineData(null, "http://localhost:1", "POST", HttpStatusCode.Forbidden)]
    [InlineData(null, "http://evil.example", "GET", HttpStatusCode.NoContent)]
    [InlineData(null, "own", "POST", HttpStatusCode.NoContent)]
    [InlineData(null, "https://trusted.example", "POST", HttpStatusCode.NoContent)]
    public async Task Foreign_hosts_and_origins_are_turned_away(string? hostName, string? origin, string method, HttpStatusCode status)
    {
        await using var host = await HostDriver.StartAsync(change: o => o with { AllowedOrigins = ["https://trusted.example"] });
        var request = new HttpRequestMessage(new HttpMethod(method), "/api/result/nothing");
        request.Headers.Host = hostName;
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin == "own" ? host.Host.BaseAddress.GetLeftPart(UriPartial.Authority) : origin);
        }

        Assert.Equal(status, (await host.Client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task A_function_can_refuse_a_large_body_in_its_own_words_and_the_server_refuses_a_huge_one()
    {
        await using var host = await HostDriver.StartAsync();

        var large = await host.Client.PostAsync("/api/size", new ByteArrayContent(new byte[2 * 1024 * 1024]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        Assert.Equal("own words", await large.Content.ReadAsStringAsync());

        using var inProcess = new HttpClient(host.Host.CreateInProcessHandler()) { BaseAddress = host.Host.BaseAddress };
        var huge = await inProcess.PostAsync("/api/size", new ByteArrayContent(new byte[5 * 1024 * 1024]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, huge.StatusCode);
        Assert.Equal("application/problem+json", huge.Content.Headers.ContentType?.MediaType);
    }
}
