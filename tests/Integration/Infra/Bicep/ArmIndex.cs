using System.Text.Json;

namespace OpsAutomation.Integration.Infra.Bicep;

/// <summary>
/// The resource types that we use: versions, scopes and shapes, extracted from the published schemas by
/// <c>tests/Infra/extract.mjs</c>; shapes that those lack are in <c>own-shapes.json</c>.
/// </summary>
internal sealed class ArmIndex
{
    private readonly JsonElement _types;
    private readonly JsonElement _own;

    private ArmIndex(JsonElement types, JsonElement own) => (_types, _own) = (types, own);

    public static ArmIndex Load() => new(Read("arm-index.json").GetProperty("types"), Read("own-shapes.json").GetProperty("shapes"));

    /// <summary>What is wrong with a resource; empty when all is well.</summary>
    public IEnumerable<string> Problems(BicepFile file, BicepResource resource)
    {
        var at = $"infra/{file.Path}:{resource.Line} {resource.Name}";
        var (type, version) = resource.Type.Split('@') is [var t, var v] ? (t, v) : (resource.Type, string.Empty);
        if (!_types.TryGetProperty(type, out var entry))
        {
            return [$"{at}: the index has no {type}; run tests/Infra/extract.mjs"];
        }

        var problems = new List<string>();
        var own = _own.TryGetProperty(resource.Type, out var described) ? described : (JsonElement?)null;
        var stable = entry.GetProperty("stable").GetString();
        if (version != stable && !(own is { } o && o.TryGetProperty("preview", out _)))
        {
            problems.Add($"{at}: {version} of {type} is not the latest stable version, {stable}");
        }

        var scopes = entry.GetProperty("scopes").EnumerateArray().Select(s => s.GetString()).ToArray();
        var extends = resource.Body.At("scope") is not null;
        if (!resource.Existing && !extends && !resource.Nested && scopes.Length > 0 && !scopes.Contains(file.Scope) && !scopes.Contains("unknown"))
        {
            problems.Add($"{at}: {type} cannot be deployed at the scope {file.Scope}");
        }

        if (entry.GetProperty("shapes").TryGetProperty(version, out var shape) || (own is { } found && (shape = found).ValueKind == JsonValueKind.Object))
        {
            problems.AddRange(ShapeCheck.Problems(at, shape, Plain(resource.Body), resource.Existing));
        }
        else
        {
            problems.Add($"{at}: the index has no shape of {resource.Type}; run tests/Infra/extract.mjs");
        }

        return problems;
    }

    // What Bicep reads itself and no provider sees.
    private static BicepValue Plain(BicepValue body) =>
        body with { Properties = body.Properties!.Where(p => p.Key is not ("parent" or "scope" or "dependsOn")).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal) };

    private static JsonElement Read(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Programs.Repository($"tests/Infra/{name}")));
        return document.RootElement.Clone();
    }
}
