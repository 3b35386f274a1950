using System.CommandLine;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Records;
using OpsAutomation.Integrations.Arm.Actions;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops normalize</c>: shows what the intake would make of a payload; nothing is stored.</summary>
internal static class NormalizeVerb
{
    /// <summary>Builds the verb.</summary>
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "A payload as its sender posts it." };
        var source = new Option<string?>("--source") { Description = $"The sender: {string.Join(", ", AlertSources.All.Names)}, or one that the catalogue describes. The body tells when left out." };
        var (catalog, json) = (CommonOptions.Catalog(), CommonOptions.Json());
        var command = new Command("normalize", "Show the alerts that a payload becomes, and what of it cannot be read; nothing is stored.") { file, source, catalog, json };
        command.SetAction(parsed =>
        {
            var body = Read(parsed.GetValue(file)!);
            var loaded = Load(parsed.GetValue(catalog)!);
            var sources = AlertSources.With(loaded.Mappings);
            var result = Normalisation.Of(body, Find(parsed.GetValue(source), sources), sources, loaded.Services, TimeProvider.System.GetUtcNow());
            if (parsed.GetValue(json))
            {
                Console.WriteLine(OpsJson.Write(result));
            }
            else
            {
                Print(result);
            }

            return result.IsWell ? ExitCodes.Done : ExitCodes.NotWell;
        });
        return command;
    }

    private static IAlertSource? Find(string? name, AlertSources sources)
    {
        if (name is null)
        {
            return null;
        }

        if (sources.TryFind(name, out var source))
        {
            return source;
        }

        var nearest = sources.Nearest(name) is { } near ? $" Did you mean {near}?" : string.Empty;
        throw new CliException($"There is no source '{name}'; known are {string.Join(", ", sources.Names)}.{nearest}", ExitCodes.Usage);
    }

    private static OpsCatalog Load(DirectoryInfo directory)
    {
        var (catalog, diagnostics) = CatalogLoader.Load(directory.FullName, AzureActions.Descriptions);
        return catalog ?? throw new CliException(string.Join(Environment.NewLine, diagnostics));
    }

    private static byte[] Read(FileInfo file)
    {
        try
        {
            return File.ReadAllBytes(file.FullName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"'{file}' cannot be read: {e.Message}", ExitCodes.Usage);
        }
    }

    private static void Print(Normalisation result)
    {
        if (result.Source is { } source)
        {
            Console.WriteLine(result.Recognised ? $"recognised as {source}" : $"read as {source}");
        }

        foreach (var alert in result.Alerts)
        {
            Print(alert);
        }

        foreach (var dead in result.DeadLetters)
        {
            Console.WriteLine($"dead letter {dead.Id}");
            Line("field", dead.Field);
            Line("reason", dead.Reason);
            Line("nearest", dead.Nearest);
        }

        if (result.Handshake is { } handshake)
        {
            Console.WriteLine($"handshake {Terminal.Safe(handshake.Kind)} of {Terminal.Safe(handshake.Topic)}: recorded, no address is fetched");
        }

        if (result.Problem is { } problem)
        {
            Console.WriteLine($"refused with {problem.Status}");
            Line("field", problem.Field);
            Line("reason", problem.Message);
        }
    }

    private static void Print(Alert alert)
    {
        Console.WriteLine($"alert {alert.Id}  {alert.Status}  {alert.Severity}");
        Line("rule", alert.Rule);
        Line("summary", alert.Summary);
        Line("signal", $"{alert.Signal.Kind}{(alert.Signal.Name is { } name ? $" {name}" : string.Empty)}");
        Line("value", alert.Value is { } value ? $"{value:0.####}{(alert.Threshold is { } threshold ? $", threshold {threshold:0.####}" : string.Empty)} {alert.Unit}".TrimEnd() : null);
        Line("resource", alert.Resource);
        Line("service", alert.Service);
        Line("starts", $"{alert.StartsAt:yyyy-MM-dd HH:mm:ss'Z'}{(alert.EndsAt is { } ends ? $", ends {ends:yyyy-MM-dd HH:mm:ss'Z'}" : string.Empty)}");
        Line("fingerprint", alert.Fingerprint);
        foreach (var (dimension, text) in alert.Signal.Dimensions.OrderBy(d => d.Key, StringComparer.Ordinal))
        {
            Line("dimension", $"{dimension} = {text}");
        }

        foreach (var (label, text) in alert.Labels.OrderBy(l => l.Key, StringComparer.Ordinal))
        {
            Line("label", $"{label} = {text}");
        }
    }

    private static void Line(string name, string? text)
    {
        if (text is not null)
        {
            Console.WriteLine($"  {name,-12} {Terminal.Safe(text)}");
        }
    }
}
