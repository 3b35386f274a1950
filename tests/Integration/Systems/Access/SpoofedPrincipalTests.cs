using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using OpsAutomation.Cli.Composition;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Functions.Hosting;
using OpsAutomation.Integration.Systems.Approvals;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Access;

/// <summary>Whoever sets the headers of the platform himself, or brings a token of somebody else.</summary>
public sealed class SpoofedPrincipalTests
{
    private static readonly IReadOnlyDictionary<string, string> Spoofed = SignedInSystem.Person("ana", "Ops.Admin");

    [Theory]
    [InlineData(null)]
    [InlineData("False")]
    public async Task Where_the_platform_does_not_say_that_sign_in_is_on_the_headers_make_nobody(string? on)
    {
        await using var driver = await LocalSystemDriver.StartAsync(new SystemSetup { Services = s => SignedInSystem.SignIn(s, on) });
        foreach (var (method, path) in new[] { ("GET", "ops"), ("POST", "ops/approve"), ("POST", "ops/calendar"), ("POST", "api/kill-switch"), ("GET", "api/incidents") })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.Add("x-functions-key", driver.FunctionKey);
            foreach (var (name, value) in Spoofed)
            {
                request.Headers.Add(name, value);
            }

            Assert.Equal((path, 401), (path, (int)(await driver.Http.SendAsync(request)).StatusCode));
        }
    }

    [Fact]
    public async Task On_one_machine_the_headers_of_the_platform_decide_nothing()
    {
        var waiting = await WaitingIncident.StartAsync();
        await using var driver = waiting.Driver;
        var before = await driver.IncidentAsync(waiting.Id);
        var form = await waiting.Person.FillAsync(waiting.Link);
        form.Remove("user");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/ops/approve") { Content = new FormUrlEncodedContent(form) };
        foreach (var (name, value) in Spoofed)
        {
            request.Headers.Add(name, value);
        }

        Assert.Equal(400, (int)(await driver.Http.SendAsync(request)).StatusCode);
        await waiting.AssertUntouchedAsync(before);
    }

    [Fact]
    public async Task A_signed_in_person_decides_under_their_own_name_whatever_they_say()
    {
        SwitchedUsers? users = null;
        var waiting = await WaitingIncident.StartAsync(new SystemSetup { Services = s => SignedInSystem.SignIn(s, "True", signedIn => users = new SwitchedUsers(signedIn)) });
        await using var driver = waiting.Driver;
        users!.SignIn = true;

        var stranger = await DecideAsync(driver, waiting, SignedInSystem.Person("mallory", "Ops.Admin"), "ana");
        var reader = await DecideAsync(driver, waiting, SignedInSystem.Person("ana", "Ops.Reader"), "ana");
        Assert.Empty((await driver.IncidentAsync(waiting.Id)).Facts.OfType<Fact.Decided>());
        var ana = await DecideAsync(driver, waiting, SignedInSystem.Person("ana", "Ops.Approver"), "ben");

        Assert.Equal((403, 403, 200), (stranger.Status, reader.Status, ana.Status));
        Assert.Contains("mallory is not among", stranger.Body, StringComparison.Ordinal);
        Assert.Equal("ana", Assert.Single((await driver.IncidentAsync(waiting.Id)).Facts.OfType<Fact.Decided>()).By);
    }

    [Fact]
    public async Task A_bearer_token_is_its_owners_and_says_no_other_name()
    {
        var waiting = await WaitingIncident.StartAsync();
        await using var driver = waiting.Driver;
        var before = await driver.IncidentAsync(waiting.Id);
        var token = LocalTokens.Of(Path.Combine(driver.DataFolder, LocalTokens.FileName), "ana")!;

        Assert.Equal(401, await HoldAsync(driver, "ops_" + new string('0', 64), null));
        Assert.Equal(401, await HoldAsync(driver, token + "0", "ana"));
        Assert.Equal(401, await HoldAsync(driver, token, "ben"));
        Assert.Equal(200, await HoldAsync(driver, token, null));
        Assert.Equal(200, await HoldAsync(driver, token, "ana"));
        Assert.DoesNotContain(token, (await driver.GetAsync("/api/holds")).Body, StringComparison.Ordinal);
        await waiting.AssertUntouchedAsync(before);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(driver.DataFolder, LocalTokens.FileName)));
        }
    }

    private static async Task<Answer> DecideAsync(LocalSystemDriver driver, WaitingIncident waiting, IReadOnlyDictionary<string, string> headers, string said)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/approvals/{waiting.Id}")
        {
            Content = System.Net.Http.Json.JsonContent.Create(new { token = waiting.Token, user = said, decision = "approve", reason = "It is what the runbook says." }),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await driver.SendAsync(request);
    }

    private static async Task<int> HoldAsync(LocalSystemDriver driver, string token, string? user)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/holds")
        {
            Content = System.Net.Http.Json.JsonContent.Create(new { resource = $"{AzureAlerts.Subscription}/resourceGroups/rg-elsewhere", @for = "1h", user }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return (await driver.SendAsync(request)).Status;
    }

    // The test's own client has no sign-in: what leads up to the question happens as on one machine.
    private sealed class SwitchedUsers(IUserSource signedIn) : IUserSource
    {
        private readonly IUserSource _local = new LocalUsers(["ana", "ben", "maria"]);

        public bool SignIn { get; set; }

        public IReadOnlyList<string> LocalUsers => Now.LocalUsers;

        private IUserSource Now => SignIn ? signedIn : _local;

        public OpsUser? Identify(HttpRequest request, string? chosen) => Now.Identify(request, chosen);

        public string? WhyNobody(HttpRequest request) => Now.WhyNobody(request);
    }
}
