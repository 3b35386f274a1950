using System.Diagnostics;
using OpsAutomation.Testing.Systems.Processes;

namespace OpsAutomation.EndToEnd.Senders;

/// <summary>
/// Debian's Prometheus and Alertmanager as processes of their own, on loopback and in a temporary folder. They watch one
/// target, which is not there at first, and post to one webhook.
/// </summary>
public sealed class PrometheusStack : IAsyncDisposable
{
    private const string Server = "prometheus";
    private const string Router = "prometheus-alertmanager";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ops-prometheus-");
    private readonly List<Process> _processes = [];

    private PrometheusStack()
    {
    }

    /// <summary>Why they cannot run here, or null when they can.</summary>
    public static string? Lacking =>
        Programs.Find(Server) is null ? "There is no prometheus here: install Debian's package."
        : Programs.Find(Router) is null ? "There is no prometheus-alertmanager here: install Debian's package."
        : null;

    /// <summary>Starts both. The rule <c>CheckoutDown</c> fires while the target does not answer.</summary>
    /// <param name="targetPort">Where the target would listen, on loopback.</param>
    /// <param name="webhook">Where Alertmanager posts.</param>
    public static async Task<PrometheusStack> StartAsync(int targetPort, Uri webhook)
    {
        var stack = new PrometheusStack();
        try
        {
            var ports = FreePorts.Take(2);
            stack.Write("alertmanager.yml", $"""
                route: {"{"} receiver: ops, group_by: [alertname], group_wait: 1s, group_interval: 1s, repeat_interval: 1h {"}"}
                receivers:
                  - name: ops
                    webhook_configs:
                      - url: '{webhook}'
                        send_resolved: true
                """);
            stack.Write("rules.yml", """
                groups:
                  - name: shop
                    rules:
                      - alert: CheckoutDown
                        expr: up{job="checkout"} == 0
                        labels: { severity: critical, service: shop-checkout }
                        annotations: { summary: 'checkout {{ $labels.instance }} does not answer' }
                """);
            stack.Write("prometheus.yml", $"""
                global: {"{"} scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s {"}"}
                rule_files: [rules.yml]
                alerting:
                  alertmanagers:
                    - static_configs: [ {"{"} targets: ['127.0.0.1:{ports[0]}'] {"}"} ]
                scrape_configs:
                  - job_name: checkout
                    static_configs: [ {"{"} targets: ['127.0.0.1:{targetPort}'] {"}"} ]
                """);
            stack.Run(Router, "--config.file=alertmanager.yml", "--storage.path=alertmanager", $"--web.listen-address=127.0.0.1:{ports[0]}", "--cluster.listen-address=", "--log.level=error");
            stack.Run(Server, "--config.file=prometheus.yml", "--storage.tsdb.path=tsdb", $"--web.listen-address=127.0.0.1:{ports[1]}", "--log.level=error");
            using var http = new HttpClient();
            await Eventually.BeAsync("Alertmanager is ready", async () => (await http.GetAsync(new Uri($"http://127.0.0.1:{ports[0]}/-/ready"))).IsSuccessStatusCode);
            await Eventually.BeAsync("Prometheus is ready", async () => (await http.GetAsync(new Uri($"http://127.0.0.1:{ports[1]}/-/ready"))).IsSuccessStatusCode);
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            if (!process.HasExited)
            {
                process.Kill();
            }

            await process.WaitForExitAsync();
            process.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);

    private void Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(Programs.Find(program)!, arguments)
        {
            WorkingDirectory = _folder.FullName,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _processes.Add(process);
    }
}

/// <summary>A test with a real Prometheus; it is skipped, and says why, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PrometheusFactAttribute : FactAttribute
{
    /// <summary>Looks for both programs.</summary>
    public PrometheusFactAttribute() => Skip = PrometheusStack.Lacking;
}
