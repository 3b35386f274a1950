using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpsAutomation.Integration.Infra.Bicep;

/// <summary>What a Bicep file says, as <c>tests/Infra/read.mjs</c> reads it.</summary>
internal sealed record BicepFile(
    string Path,
    IReadOnlyList<string> Errors,
    string Scope,
    IReadOnlyList<BicepParameter> Params,
    IReadOnlyList<BicepNamed> Vars,
    IReadOnlyList<BicepResource> Resources,
    IReadOnlyList<BicepModule> Modules,
    IReadOnlyList<BicepNamed> Outputs,
    IReadOnlyList<string> Names)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private static readonly Lazy<Task<IReadOnlyList<BicepFile>>> Read = new(ReadAsync);

    /// <summary>Every file below <c>infra/</c>, by its path from there.</summary>
    public static Task<IReadOnlyList<BicepFile>> AllAsync() => Read.Value;

    /// <summary>One file of <c>infra/</c>.</summary>
    public static async Task<BicepFile> OfAsync(string path) => (await AllAsync()).Single(f => f.Path == path);

    /// <summary>The value of a variable.</summary>
    public BicepValue Var(string name) => Vars.Single(v => v.Name == name).Value;

    private static async Task<IReadOnlyList<BicepFile>> ReadAsync()
    {
        var infra = Programs.Repository("infra");
        var paths = Directory.GetFiles(infra, "*.bicep", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        var (code, output, errors) = await Programs.RunAsync("node", [Programs.Repository("tests/Infra/read.mjs"), .. paths]);
        Assert.True(code == 0, output + errors);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<BicepFile>(line, Options)!)
            .Select(file => file with { Path = System.IO.Path.GetRelativePath(infra, file.Path).Replace('\\', '/') })];
    }
}

/// <summary>A parameter. <see cref="Default"/> is null where it must be given.</summary>
internal sealed record BicepParameter(string Name, string Type, bool Secure, bool Described, BicepValue? Default);

/// <summary>A variable or an output.</summary>
internal sealed record BicepNamed(string Name, BicepValue Value);

/// <summary>A resource; <see cref="Type"/> with its version, the type of the one around it included.</summary>
internal sealed record BicepResource(string Name, string Type, bool Nested, bool Existing, bool Conditional, int Line, BicepValue Body);

/// <summary>A module.</summary>
internal sealed record BicepModule(string Name, string Path, bool Conditional, BicepValue Body);

/// <summary>A value: an object, an array, a literal, one of several (<c>choice</c>, <c>union</c>), or an expression that only Azure can tell.</summary>
internal sealed record BicepValue(
    string Kind,
    string? Text = null,
    double? Number = null,
    IReadOnlyDictionary<string, BicepValue>? Properties = null,
    IReadOnlyList<BicepValue>? Items = null,
    IReadOnlyList<BicepValue>? Options = null)
{
    /// <summary>The values that it may have.</summary>
    [JsonIgnore]
    public IEnumerable<BicepValue> Possible => Kind is "choice" or "union" ? Options!.SelectMany(o => o.Possible) : [this];

    /// <summary>The value at the end of a way through objects, or null.</summary>
    public BicepValue? At(params string[] way) => way.Aggregate<string, BicepValue?>(this, (v, name) => v?.Properties?.GetValueOrDefault(name));

    /// <summary>Every value inside, itself first.</summary>
    public IEnumerable<BicepValue> Everything() =>
        new[] { this }.Concat((Properties?.Values ?? []).Concat(Items ?? []).Concat(Options ?? []).SelectMany(v => v.Everything()));
}
