using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Functions.Hosting;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Access;

/// <summary>A system whose people sign in, as in Azure: behind it stands what Easy Auth would send, and nobody checks it before.</summary>
public sealed class SignedInSystem : IAsyncLifetime
{
    /// <summary>The application that people sign in with.</summary>
    public const string Client = "6f1c3c1e-2b43-4c5b-9d3e-1f0a6b7c8d9e";

    public LocalSystemDriver Driver { get; private set; } = null!;

    public async Task InitializeAsync() => Driver = await LocalSystemDriver.StartAsync(new SystemSetup { Services = s => SignIn(s, "True") });

    public async Task DisposeAsync() => await Driver.DisposeAsync();

    /// <summary>Puts Easy Auth's users in place of the local ones.</summary>
    public static void SignIn(IServiceCollection services, string? on, Func<IUserSource, IUserSource>? around = null) => services.AddSingleton(s =>
    {
        IUserSource users = new EasyAuthUsers(
            new ConfigurationBuilder().AddInMemoryCollection([new("WEBSITE_AUTH_ENABLED", on), new("WEBSITE_AUTH_CLIENT_ID", Client)]).Build(),
            s.GetRequiredService<OpsCatalog>().Senders,
            s.GetRequiredService<OpsOptions>());
        return around is null ? users : around(users);
    });

    /// <summary>The headers of a signed-in person.</summary>
    public static IReadOnlyDictionary<string, string> Person(string name, string? role = null, string audience = Client, params string[] groups) =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [EasyAuthUsers.NameHeader] = name,
            [EasyAuthUsers.PrincipalHeader] = Convert.ToBase64String(Encoding.UTF8.GetBytes(new JsonObject
            {
                ["auth_typ"] = "aad",
                ["claims"] = new JsonArray(
                [
                    Claim("aud", audience),
                    .. role is null ? [] : new[] { Claim("roles", role) },
                    .. groups.Select(g => Claim("groups", g)),
                ]),
                ["role_typ"] = "roles",
            }.ToJsonString())),
        };

    /// <summary>Sends a request with headers, and the function key where one is given.</summary>
    public async Task<Answer> AskAsync(string method, string path, IReadOnlyDictionary<string, string>? headers = null, string? key = null, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = content };
        foreach (var (name, value) in headers ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            request.Headers.Add(name, value);
        }

        if (key is not null)
        {
            request.Headers.Add("x-functions-key", key);
        }

        using var response = await Driver.Http.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    private static JsonObject Claim(string type, string value) => new() { ["typ"] = type, ["val"] = value };
}
