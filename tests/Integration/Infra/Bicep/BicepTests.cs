using System.Text.Json;
using System.Text.RegularExpressions;

namespace OpsAutomation.Integration.Infra.Bicep;

/// <summary>Nothing can be deployed in a test; what the files say can be compared with what Azure publishes of itself.</summary>
public sealed partial class BicepTests
{
    [BicepFact]
    public async Task Every_file_is_Bicep()
    {
        var files = await BicepFile.AllAsync();

        Assert.True(files.Count > 15);
        Assert.Empty(files.SelectMany(f => f.Errors.Select(e => $"infra/{f.Path}:{e}")));
    }

    [BicepFact]
    public async Task Every_resource_has_a_known_type_in_a_stable_version_and_the_properties_of_that()
    {
        var index = ArmIndex.Load();

        var problems = (await BicepFile.AllAsync()).SelectMany(f => f.Resources.SelectMany(r => index.Problems(f, r))).ToArray();

        Assert.True(problems.Length == 0, string.Join(Environment.NewLine, problems));
    }

    [Fact]
    public void The_check_sees_what_is_wrong()
    {
        using var shape = JsonDocument.Parse("""{"properties":{"sku":{"properties":{"name":{"enum":["A","B"]}},"required":["name"]},"size":{"type":"integer"},"doors":{"items":{"properties":{"at":{}}}},"far":{"cut":true}},"required":["sku"]}""");
        var value = Of(("sku", Of(("nom", Text("A")))), ("size", Text("big")), ("doors", new BicepValue("array", Items: [Of(("on", Text("x")))])), ("far", Of(("x", Text("y")))));

        Assert.Equal(
            ["r.sku: there is no property 'nom'", "r.sku: the property 'name' is required", "r.size: must be a number", "r.doors[0]: there is no property 'on'", "r.far: new here; run tests/Infra/extract.cs"],
            ShapeCheck.Problems("r", shape.RootElement, value));
        Assert.Equal(["r.sku.name: 'C' is none of [\"A\",\"B\"]"], ShapeCheck.Problems("r", shape.RootElement, Of(("sku", Of(("name", Text("C")))))));
        Assert.Equal(["r: the property 'sku' is required"], ShapeCheck.Problems("r", shape.RootElement, Of()));
    }

    [BicepFact]
    public async Task Every_module_is_a_file_and_gets_the_parameters_that_it_declares()
    {
        var files = await BicepFile.AllAsync();
        var problems = new List<string>();
        foreach (var (file, module) in files.SelectMany(f => f.Modules.Select(m => (f, m))))
        {
            var at = $"infra/{file.Path} {module.Name}";
            var path = Path.GetRelativePath(Programs.Repository("infra"), Path.GetFullPath(Path.Combine(Programs.Repository("infra"), Path.GetDirectoryName(file.Path)!, module.Path))).Replace('\\', '/');
            if (files.FirstOrDefault(f => f.Path == path) is not { } target)
            {
                problems.Add($"{at}: there is no {path}");
                continue;
            }

            var given = module.Body.At("params")?.Properties?.Keys.ToArray() ?? [];
            problems.AddRange(given.Except(target.Params.Select(p => p.Name), StringComparer.Ordinal).Select(p => $"{at}: {path} has no parameter '{p}'"));
            problems.AddRange(target.Params.Where(p => p.Default is null).Select(p => p.Name).Except(given, StringComparer.Ordinal).Select(p => $"{at}: the parameter '{p}' of {path} is not given"));
            var scoped = module.Body.At("scope") is not null;
            if ((target.Scope == "subscription") == scoped)
            {
                problems.Add($"{at}: {path} is for the scope {target.Scope}");
            }

            // outputs.x of this module, wherever it is used.
            problems.AddRange(OutputsOf(await File.ReadAllTextAsync(Programs.Repository($"infra/{file.Path}")), module.Name)
                .Except(target.Outputs.Select(o => o.Name), StringComparer.Ordinal).Select(o => $"{at}: {path} has no output '{o}'"));
        }

        Assert.Empty(problems);
    }

    [BicepFact]
    public async Task Every_module_file_is_used_and_so_is_every_parameter_variable_and_output_of_it()
    {
        var files = await BicepFile.AllAsync();
        var main = await File.ReadAllTextAsync(Programs.Repository("infra/main.bicep"));
        string[] entries = ["main.bicep", "events.bicep"];

        Assert.Empty(files.Where(f => !entries.Contains(f.Path) && !files.SelectMany(o => o.Modules).Any(m => m.Path.EndsWith(f.Path, StringComparison.Ordinal))).Select(f => $"infra/{f.Path}: nobody uses it"));
        Assert.Empty(files.SelectMany(f => f.Params.Select(p => p.Name).Concat(f.Vars.Select(v => v.Name)).Where(n => !f.Names.Contains(n)).Select(n => $"infra/{f.Path}: nobody reads '{n}'")));
        Assert.Empty(files.SelectMany(f => f.Params.Where(p => !p.Described).Select(p => $"infra/{f.Path}: '{p.Name}' is not described")));
        foreach (var module in files.Single(f => f.Path == "main.bicep").Modules)
        {
            var target = files.Single(f => f.Path == module.Path);
            Assert.Empty(target.Outputs.Select(o => o.Name).Except(OutputsOf(main, module.Name), StringComparer.Ordinal).Where(o => target.Path != "app/operator-role.bicep").Select(o => $"infra/{target.Path}: nobody reads the output '{o}'"));
        }
    }

    [BicepFact]
    public async Task No_output_holds_a_secret_and_no_key_is_asked_for()
    {
        var files = await BicepFile.AllAsync();
        foreach (var file in files)
        {
            var text = await File.ReadAllTextAsync(Programs.Repository($"infra/{file.Path}"));
            Assert.DoesNotMatch(AsksForKeys(), text);
            var secure = file.Params.Where(p => p.Secure).Select(p => p.Name).ToArray();
            Assert.Empty(file.Outputs.Where(o => secure.Any(s => Word(s).IsMatch(o.Value.Text ?? string.Empty))).Select(o => $"infra/{file.Path}: {o.Name}"));
        }
    }

    [BicepFact]
    public async Task A_secret_stays_a_secret_on_its_way_through_the_modules()
    {
        var files = await BicepFile.AllAsync();
        var leaks = from file in files
                    from module in file.Modules
                    from given in module.Body.At("params")?.Properties ?? new Dictionary<string, BicepValue>(StringComparer.Ordinal)
                    where file.Params.Any(p => p.Secure && given.Value.Text is { } text && Word(p.Name).IsMatch(text))
                    where !files.Single(f => f.Path == module.Path).Params.Single(p => p.Name == given.Key).Secure
                    select $"infra/{module.Path}: '{given.Key}' gets a secret and is not @secure()";

        Assert.Empty(leaks);
    }

    [BicepFact]
    public async Task Nothing_is_opened_by_a_shared_key()
    {
        var resources = (await BicepFile.AllAsync()).SelectMany(f => f.Resources).Where(r => !r.Existing).ToArray();
        string Literal(string type, params string[] way) => Assert.Single(resources.Where(r => r.Type.StartsWith(type + "@", StringComparison.Ordinal)).Select(r => r.Body.At(way)?.Text).Distinct())!;

        Assert.Equal("false", Literal("Microsoft.Storage/storageAccounts", "properties", "allowSharedKeyAccess"));
        Assert.Equal("true", Literal("Microsoft.EventGrid/topics", "properties", "disableLocalAuth"));
        Assert.Equal("true", Literal("Microsoft.Insights/components", "properties", "DisableLocalAuth"));
        Assert.Equal("true", Literal("Microsoft.KeyVault/vaults", "properties", "enableRbacAuthorization"));
        Assert.Equal("true", Literal("Microsoft.KeyVault/vaults", "properties", "enablePurgeProtection"));
        Assert.Equal("true", Literal("Microsoft.Web/sites", "properties", "httpsOnly"));
    }

    [BicepFact]
    public async Task Every_resource_that_can_have_tags_has_those_of_the_environment()
    {
        using var types = JsonDocument.Parse(await File.ReadAllTextAsync(Programs.Repository("tests/Infra/arm-index.json")));
        var untagged = from file in await BicepFile.AllAsync()
                       from resource in file.Resources
                       where !resource.Existing && resource.Body.At("tags") is null
                       let split = resource.Type.Split('@')
                       where types.RootElement.GetProperty("types").GetProperty(split[0]).GetProperty("shapes").TryGetProperty(split[1], out var shape)
                           && shape.TryGetProperty("properties", out var properties) && properties.TryGetProperty("tags", out _) && !split[0].Contains("/diagnosticSettings", StringComparison.Ordinal)
                       select $"infra/{file.Path}: {resource.Name}";

        Assert.Empty(untagged);
    }

    private static IEnumerable<string> OutputsOf(string text, string module) =>
        Regex.Matches(text, $@"\b{module}!?\.outputs\.(?<name>\w+)", RegexOptions.None, TimeSpan.FromSeconds(5)).Select(m => m.Groups["name"].Value).Distinct(StringComparer.Ordinal);

    private static Regex Word(string name) => new($@"\b{Regex.Escape(name)}\b", RegexOptions.None, TimeSpan.FromSeconds(5));

    private static BicepValue Text(string text) => new("text", Text: text);

    private static BicepValue Of(params (string Name, BicepValue Value)[] properties) =>
        new("object", Properties: properties.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal));

    [GeneratedRegex(@"\blist(?:Keys|AccountSas|ServiceSas|Secrets|CallbackUrl|AdminKeys)?\s*\(|\.getSecret\(", RegexOptions.None, 5000)]
    private static partial Regex AsksForKeys();
}
