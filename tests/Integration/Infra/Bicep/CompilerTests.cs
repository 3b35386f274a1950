using System.Text.Json;
using System.Text.RegularExpressions;
using OpsAutomation.Integration.Infra.Ties;

namespace OpsAutomation.Integration.Infra.Bicep;

/// <summary>The compiler takes every file without a word, and what it makes of them says what we mean.</summary>
public sealed partial class CompilerTests
{
    [Fact]
    public async Task Every_file_compiles_and_passes_the_linter_without_a_warning()
    {
        var (code, output, errors) = await Compiler.RunAsync("lint", "--pattern", Programs.Repository("infra/**/*.bicep"));

        Assert.True(code == 0 && output.Length == 0 && errors.Length == 0, output + errors);
        Assert.Equal("subscriptionDeploymentTemplate.json#", (await Compiler.MainAsync()).GetProperty("$schema").GetString()!.Split('/')[^1]);
        Assert.Equal("deploymentTemplate.json#", (await Compiler.EventsAsync()).GetProperty("$schema").GetString()!.Split('/')[^1]);
    }

    [Fact]
    public async Task The_linter_sees_a_secret_in_an_output_and_an_old_version()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Programs.Repository("infra/bicepconfig.json"), Path.Combine(folder.Path, "bicepconfig.json"));
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "bad.bicep"), """
            @secure()
            param password string = 'letmein'
            resource account 'Microsoft.Storage/storageAccounts@2023-01-01' existing = { name: 'x' }
            output key string = account.listKeys().keys[0].value
            output said string = password
            """);

        var (code, _, errors) = await Compiler.RunAsync("lint", Path.Combine(folder.Path, "bad.bicep"));

        Assert.NotEqual(0, code);
        Assert.Contains("outputs-should-not-contain-secrets", errors, StringComparison.Ordinal);
        Assert.Contains("secure-parameter-default", errors, StringComparison.Ordinal);
        Assert.Contains("use-recent-api-versions", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_file_is_laid_out_as_the_compiler_would()
    {
        using var folder = new TemporaryFolder();
        Compiler.CopyInfra(folder.Path);

        var (code, _, errors) = await Compiler.RunAsync("format", "--pattern", Path.Combine(folder.Path, "**/*.bicep"));

        Assert.True(code == 0, errors);
        Assert.All(Directory.GetFiles(folder.Path, "*.bicep", SearchOption.AllDirectories), file =>
        {
            var path = $"infra/{Path.GetRelativePath(folder.Path, file)}";
            Assert.True(File.ReadAllText(file) == File.ReadAllText(Programs.Repository(path)), $"{path} is laid out otherwise: bicep format {path}");
        });
    }

    // What the compiler inlined may differ from what the text seems to say; this is what Azure gets.
    [Fact]
    public async Task A_secret_is_a_secure_parameter_all_the_way_down_and_no_output_asks_for_a_key()
    {
        var template = await Compiler.MainAsync();
        foreach (var (path, deployment) in Deployments("main", template))
        {
            foreach (var output in Members(deployment, "outputs"))
            {
                Assert.False(AsksForKeys().IsMatch(output.Value.GetRawText()), $"{path}: the output {output.Name} asks for a key");
                Assert.DoesNotContain("secure", output.Value.GetProperty("type").GetString()!, StringComparison.OrdinalIgnoreCase);
            }

            foreach (var parameter in Members(deployment, "parameters").Where(p => Secret().IsMatch(p.Name)))
            {
                Assert.Equal("securestring", parameter.Value.GetProperty("type").GetString());
            }
        }
    }

    [Fact]
    public async Task Event_Grid_calls_functions_that_are_there_and_keeps_what_they_refuse()
    {
        var template = await Compiler.EventsAsync();
        var subscriptions = Resources(template).Select(r => r.Resource)
            .Where(r => r.GetProperty("type").GetString()!.EndsWith("/eventSubscriptions", StringComparison.Ordinal)).ToArray();
        var functions = FunctionsOfCode.OfEventGrid.Select(f => f.Name).ToArray();

        Assert.Equal(3, subscriptions.Length);
        Assert.All(subscriptions, s =>
        {
            var properties = s.GetProperty("properties");
            var called = properties.GetProperty("destination").GetProperty("properties").GetProperty("resourceId").GetString()!;
            Assert.Contains(functions, f => called.Contains($"/functions/{f}'", StringComparison.Ordinal));
            Assert.Equal(100, template.GetProperty("parameters").GetProperty("batchSize").GetProperty("defaultValue").GetInt32());
            Assert.Equal("[parameters('batchSize')]", properties.GetProperty("destination").GetProperty("properties").GetProperty("maxEventsPerBatch").GetString());
            Assert.True(properties.TryGetProperty("deadLetterWithResourceIdentity", out _));
            Assert.True(properties.TryGetProperty("retryPolicy", out _));
        });
    }

    private static IEnumerable<(string Path, JsonElement Template)> Deployments(string path, JsonElement template)
    {
        yield return (path, template);
        foreach (var (name, resource) in Resources(template).Where(r => r.Resource.GetProperty("type").GetString() == "Microsoft.Resources/deployments"))
        {
            foreach (var inner in Deployments($"{path}/{name}", resource.GetProperty("properties").GetProperty("template")))
            {
                yield return inner;
            }
        }
    }

    // A list, or by their names in Bicep, as the features that a file uses want it.
    private static IEnumerable<(string Name, JsonElement Resource)> Resources(JsonElement template) => template.GetProperty("resources") is { ValueKind: JsonValueKind.Array } list
        ? list.EnumerateArray().Select(r => (r.GetProperty("name").GetString()!, r))
        : template.GetProperty("resources").EnumerateObject().Select(r => (r.Name, r.Value));

    private static IEnumerable<JsonProperty> Members(JsonElement template, string name) =>
        template.TryGetProperty(name, out var members) ? members.EnumerateObject() : Enumerable.Empty<JsonProperty>();

    [GeneratedRegex(@"\blist[A-Z]\w*\(|\bgetSecret\(", RegexOptions.None, 5000)]
    private static partial Regex AsksForKeys();

    [GeneratedRegex("^(?:teamsWebhookUrl|onCallWebhookUrl|deadManUrl|switchUrl)$", RegexOptions.None, 5000)]
    private static partial Regex Secret();
}
