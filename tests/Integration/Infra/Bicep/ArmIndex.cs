using System.Text.Json;

namespace OpsAutomation.Integration.Infra.Bicep;

/// <summary>
/// The resource types that we use: versions, scopes and shapes, taken by <c>tests/Infra/extract.cs</c> from the types that the
/// compiler of Bicep is built with. That a version is the newest stable one is the linter's to say (<c>use-recent-api-versions</c>):
/// the index may know one that the pinned compiler does not know yet.
/// </summary>
internal sealed class ArmIndex
{
    // Its one stable version, 2016-09-01, has no category groups, and the documentation of every service uses this one.
    private const string KeptOlder = "Microsoft.Insights/diagnosticSettings@2021-05-01-preview";

    private readonly JsonElement _types;

    private ArmIndex(JsonElement types) => _types = types;

    public static ArmIndex Load()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Programs.Repository("tests/Infra/arm-index.json")));
        return new(document.RootElement.GetProperty("types").Clone());
    }

    /// <summary>What is wrong with a resource; empty when all is well.</summary>
    public IEnumerable<string> Problems(BicepFile file, BicepResource resource)
    {
        var at = $"infra/{file.Path}:{resource.Line} {resource.Name}";
        var (type, version) = resource.Type.Split('@') is [var t, var v] ? (t, v) : (resource.Type, string.Empty);
        if (!_types.TryGetProperty(type, out var entry))
        {
            return [$"{at}: the index has no {type}; run tests/Infra/extract.cs"];
        }

        var problems = new List<string>();
        if (version.Contains("preview", StringComparison.Ordinal) && resource.Type != KeptOlder)
        {
            problems.Add($"{at}: {version} of {type} is no stable version; the newest is {entry.GetProperty("stable").GetString()}");
        }

        var scopes = entry.GetProperty("scopes").EnumerateArray().Select(s => s.GetString()).ToArray();
        var extends = resource.Body.At("scope") is not null;
        if (!resource.Existing && !extends && !resource.Nested && scopes.Length > 0 && !scopes.Contains(file.Scope) && !scopes.Contains("unknown"))
        {
            problems.Add($"{at}: {type} cannot be deployed at the scope {file.Scope}");
        }

        if (entry.GetProperty("shapes").TryGetProperty(version, out var shape))
        {
            problems.AddRange(ShapeCheck.Problems(at, shape, Plain(resource.Body), resource.Existing));
        }
        else
        {
            problems.Add($"{at}: the index has no shape of {resource.Type}; run tests/Infra/extract.cs");
        }

        return problems;
    }

    // What Bicep reads itself and no provider sees.
    private static BicepValue Plain(BicepValue body) =>
        body with { Properties = body.Properties!.Where(p => p.Key is not ("parent" or "scope" or "dependsOn")).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal) };
}
