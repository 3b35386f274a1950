using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpsAutomation.Integration.Runtime.Host.SampleApp;
using OpsAutomation.Runtime.Clock;
using OpsAutomation.Runtime.Hosting;

namespace OpsAutomation.Integration.Runtime.Host;

/// <summary>Runs the sample app on a real server and a virtual clock, in a folder of its own.</summary>
internal sealed class HostDriver : IAsyncDisposable
{
    internal static readonly DateTimeOffset Noon = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder;
    private readonly bool _ownsFolder;
    private readonly ClockDriver _driver;

    private HostDriver(string? folder, ClockMode mode, DateTimeOffset start, Func<EmbeddedHostOptions, EmbeddedHostOptions>? change)
    {
        _ownsFolder = folder is null;
        _folder = folder ?? NewFolder();
        Clock = new VirtualClock(start);
        _driver = new ClockDriver(Clock, Ledger, new ClockDriverOptions { Mode = mode });
        var options = new EmbeddedHostOptions
        {
            FunctionAssemblies = [typeof(HttpSamples).Assembly],
            FunctionTypes = t => t.Namespace == typeof(HttpSamples).Namespace,
            DataDirectory = _folder,
            Seed = 7,
            Clock = Clock,
            Ledger = Ledger,
            Configuration = new ConfigurationBuilder()
                .AddInMemoryCollection([new("HourlySchedule", "01:00:00")])
                .Build(),
            ConfigureServices = services => services.AddSingleton(Seen).AddScoped<PerRun>(),
            ConfigureWorker = worker => worker.UseMiddleware(async (context, next) =>
            {
                Seen.Middleware.Enqueue($"before {context.FunctionDefinition.Name}");
                context.Items["from-middleware"] = "yes";
                await next();
                Seen.Middleware.Enqueue($"after {context.FunctionDefinition.Name}");
            }),
            ConfigureApp = app => app.MapGet("/extra", () => "extra endpoint"),
        };
        Host = new EmbeddedHost(change?.Invoke(options) ?? options);
        Folder = _folder;
    }

    internal string Folder { get; }

    internal Seen Seen { get; } = new();

    internal WorkLedger Ledger { get; } = new();

    internal VirtualClock Clock { get; }

    internal EmbeddedHost Host { get; }

    internal HttpClient Client { get; private set; } = null!;

    internal static string NewFolder() => Directory.CreateTempSubdirectory("ops-host-").FullName;

    internal static async Task<HostDriver> StartAsync(
        string? folder = null,
        ClockMode mode = ClockMode.Manual,
        DateTimeOffset? start = null,
        Func<EmbeddedHostOptions, EmbeddedHostOptions>? change = null)
    {
        var driver = new HostDriver(folder, mode, start ?? Noon, change);
        driver._driver.Start();
        await driver.Host.StartAsync();
        driver.Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = driver.Host.BaseAddress };
        return driver;
    }

    /// <summary>Moves the clock and waits until nothing is at work.</summary>
    internal async Task AdvanceAsync(TimeSpan by)
    {
        Clock.Advance(by);
        await Ledger.WhenIdleAsync();
    }

    /// <summary>Posts a delivery as Event Grid does.</summary>
    internal Task<HttpResponseMessage> DeliverAsync(string function, string body, string contentType = "application/json", string? type = "Notification", string? key = null)
    {
        var request = new HttpRequestMessage(
            HttpMethod.Post, $"/runtime/webhooks/eventgrid?functionName={function}&code={Uri.EscapeDataString(key ?? Host.Keys.EventGridKey)}")
        {
            Content = new StringContent(body, Encoding.UTF8, contentType),
        };
        if (type is not null)
        {
            request.Headers.Add("aeg-event-type", type);
        }

        return Client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        await _driver.DisposeAsync();
        await Host.DisposeAsync();
        if (_ownsFolder)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
