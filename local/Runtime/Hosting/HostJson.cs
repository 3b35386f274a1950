using System.Text.Json;
using OpsAutomation.Runtime.Functions;

namespace OpsAutomation.Runtime.Hosting;

/// <summary>What the embedded host obeys of host.json.</summary>
internal sealed record HostJson
{
    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The prefix of all HTTP routes; the Functions host's default is <c>api</c>.</summary>
    internal string RoutePrefix { get; init; } = "api";

    /// <summary>The version of orchestrations that are started without one.</summary>
    internal string DefaultVersion { get; init; } = "";

    /// <summary>How many activities may run at once; null is the engine's default.</summary>
    internal int? MaxConcurrentActivities { get; init; }

    /// <summary>How many orchestrators may run at once; null is the engine's default.</summary>
    internal int? MaxConcurrentOrchestrators { get; init; }

    /// <summary>Reads the file.</summary>
    /// <param name="path">Where it is; null is no file, so all defaults.</param>
    /// <exception cref="HostStartException">It is missing, or not what it should be.</exception>
    internal static HostJson Read(string? path)
    {
        if (path is null)
        {
            return new HostJson();
        }

        if (!File.Exists(path))
        {
            throw new HostStartException([$"There is no {path}."]);
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), Options);
            return Read(path, document.RootElement);
        }
        catch (JsonException e)
        {
            throw new HostStartException([$"{path} is not valid JSON (line {e.LineNumber + 1}): {e.Message}"]);
        }
    }

    private static HostJson Read(string path, JsonElement root)
    {
        var problems = new List<string>();
        if (Text("version") is not "2.0")
        {
            problems.Add($"{path}: version must be \"2.0\".");
        }

        var read = new HostJson
        {
            RoutePrefix = Text("extensions", "http", "routePrefix")?.Trim('/') ?? "api",
            DefaultVersion = Text("extensions", "durableTask", "defaultVersion") ?? "",
            MaxConcurrentActivities = Number("extensions", "durableTask", "maxConcurrentActivityFunctions"),
            MaxConcurrentOrchestrators = Number("extensions", "durableTask", "maxConcurrentOrchestratorFunctions"),
        };
        return problems.Count == 0 ? read : throw new HostStartException(problems);

        string? Text(params string[] way)
        {
            if (Find(way) is not { } found)
            {
                return null;
            }

            if (found.ValueKind == JsonValueKind.String)
            {
                return found.GetString();
            }

            problems.Add($"{path}: {string.Join('.', way)} must be text.");
            return null;
        }

        int? Number(params string[] way)
        {
            if (Find(way) is not { } found)
            {
                return null;
            }

            if (found.ValueKind == JsonValueKind.Number && found.TryGetInt32(out var number) && number > 0)
            {
                return number;
            }

            problems.Add($"{path}: {string.Join('.', way)} must be a whole number above 0.");
            return null;
        }

        JsonElement? Find(string[] way)
        {
            var here = root;
            foreach (var name in way)
            {
                if (here.ValueKind != JsonValueKind.Object || !here.TryGetProperty(name, out here))
                {
                    return null;
                }
            }

            return here;
        }
    }
}
