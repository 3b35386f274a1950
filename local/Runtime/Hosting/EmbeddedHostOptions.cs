using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpsAutomation.Runtime.Clock;
using OpsAutomation.Runtime.Http;

namespace OpsAutomation.Runtime.Hosting;

/// <summary>What an <see cref="EmbeddedHost"/> runs, and how. Checked when the host is made, all problems at once.</summary>
public sealed record EmbeddedHostOptions
{
    /// <summary>Where the functions are.</summary>
    public required IReadOnlyList<Assembly> FunctionAssemblies { get; init; }

    /// <summary>The folder for the engine's database, the key file and the timers' progress. Made when absent, for its owner only.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The engine's SQLite file; null is <c>ops.db</c> in the data directory.</summary>
    public string? DatabasePath { get; init; }

    /// <summary>Which types of the assemblies to look at; null is all.</summary>
    public Func<Type, bool>? FunctionTypes { get; init; }

    /// <summary>The port on the loopback addresses; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The host.json to obey; null is all defaults (route prefix <c>api</c>).</summary>
    public string? HostJsonPath { get; init; }

    /// <summary>Makes the order of durable work and the ids of runs repeatable; null is neither.</summary>
    public int? Seed { get; init; }

    /// <summary>The host names, without port, that requests may be for. Others are answered 421: DNS rebinding.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Origins other than the server's own whose pages may send requests that change something, as <c>scheme://host:port</c>.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>The largest body, in bytes. Above what functions accept, so that they can answer 413 in their own words.</summary>
    public long MaxRequestBodySize { get; init; } = 4 * 1024 * 1024;

    /// <summary>How long a stop waits, in real time, for what is running.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The time, for the engine, the timers and the app.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Who is at work; the clock's driver asks it.</summary>
    public WorkLedger Ledger { get; init; } = new();

    /// <summary>The app's settings, also those that <c>%Name%</c> in a schedule stands for; null is none.</summary>
    public IConfiguration? Configuration { get; init; }

    /// <summary>Registers the app's services.</summary>
    public Action<IServiceCollection>? ConfigureServices { get; init; }

    /// <summary>Adds the app's middleware around functions.</summary>
    public Action<IFunctionsWorkerApplicationBuilder>? ConfigureWorker { get; init; }

    /// <summary>Adds endpoints and middleware of other parts to the same server, behind the Host and Origin checks.</summary>
    public Action<WebApplication>? ConfigureApp { get; init; }

    /// <summary>Says where the log goes; null is nowhere.</summary>
    public Action<ILoggingBuilder>? ConfigureLogging { get; init; }

    internal IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(DataDirectory))
        {
            yield return $"{nameof(DataDirectory)} is empty.";
        }

        if (Port is < 0 or > 65535)
        {
            yield return $"{nameof(Port)} is {Port}; it must be 0 to 65535.";
        }

        if (MaxRequestBodySize < 1)
        {
            yield return $"{nameof(MaxRequestBodySize)} is {MaxRequestBodySize}; it must be at least 1.";
        }

        if (ShutdownTimeout <= TimeSpan.Zero)
        {
            yield return $"{nameof(ShutdownTimeout)} is {ShutdownTimeout}; it must be above zero.";
        }

        foreach (var problem in RequestGate.Problems(AllowedHosts))
        {
            yield return problem;
        }
    }
}
