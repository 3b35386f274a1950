using System.CommandLine;
using System.Net.Http.Headers;
using OpsAutomation.Cli.Samples;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Integrations.Arm.Actions;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops fire</c>: posts a payload as its sender would.</summary>
internal static class FireVerb
{
    /// <summary>Builds the verb.</summary>
    public static Command Create()
    {
        var payload = new Argument<string>("payload") { Description = $"A JSON file, or a sample: {string.Join(", ", SampleAlerts.Names)}." };
        var source = new Option<string?>("--source") { Description = $"The sender: {string.Join(", ", AlertSources.All.Names)}, or one that the catalogue describes. Where it is left out, the body tells." };
        var (to, data, catalog, json) = (CommonOptions.To(), CommonOptions.Data(), CommonOptions.Catalog(), CommonOptions.Json());
        catalog.Description = "Folder of the catalogue whose sources a body is compared with; the running system has its own.";
        var command = new Command("fire", "Post an alert as its sender would.") { payload, source, to, data, catalog, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var bytes = Read(parsed.GetValue(payload)!);
            using var api = LocalApi.Open(parsed.GetValue(to)!, parsed.GetValue(data)!);
            using var content = new ByteArrayContent(bytes);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            var sender = parsed.GetValue(source) ?? SampleAlerts.SourceOf(bytes, Sources(parsed.GetValue(catalog)!));
            using var answer = await api.PostAsync($"/api/alerts/{Uri.EscapeDataString(sender)}", content, cancellationToken);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(answer.RootElement.GetRawText());
                return ExitCodes.Done;
            }

            foreach (var id in answer.RootElement.GetProperty("ids").EnumerateArray())
            {
                var text = Terminal.Safe(id.GetString()!);
                Console.WriteLine($"accepted {text}   (ops explain {text})");
            }

            return ExitCodes.Done;
        });
        return command;
    }

    // Only a guess is lost where the folder cannot be read: the running system decides what it understands.
    private static AlertSources Sources(DirectoryInfo directory) =>
        AlertSources.With(CatalogLoader.Load(directory.FullName, AzureActions.Descriptions).Catalog?.Mappings ?? []);

    private static byte[] Read(string payload)
    {
        if (SampleAlerts.Find(payload, TimeProvider.System) is { } sample)
        {
            return sample;
        }

        if (!File.Exists(payload))
        {
            throw new CliException($"'{payload}' is neither a file nor a sample; samples are {string.Join(", ", SampleAlerts.Names)}.", ExitCodes.Usage);
        }

        try
        {
            return File.ReadAllBytes(payload);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"'{payload}' cannot be read: {e.Message}", ExitCodes.Usage);
        }
    }
}
