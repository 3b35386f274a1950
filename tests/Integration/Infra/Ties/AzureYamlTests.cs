using System.Text.Json.Nodes;
using NJsonSchema;

namespace OpsAutomation.Integration.Infra.Ties;

/// <summary>The file that azd reads: by its published schema, and by what that lets through.</summary>
public sealed class AzureYamlTests
{
    private static readonly string[] KnownHooks = ["predown", "postdeploy", "postprovision", "preprovision"];

    [Fact]
    public async Task Azure_yaml_fits_its_published_schema()
    {
        var schema = await JsonSchema.FromJsonAsync(await File.ReadAllTextAsync(Programs.Repository("tests/Integration/Infra/Samples/azure.yaml.schema.json")));

        Assert.Empty(schema.Validate(AzureYaml.Read().ToJsonString()).Select(e => e.ToString()));
        Assert.NotEmpty(schema.Validate("""{"services": {"functions": {"project": "./functions", "host": "toaster"}}}"""));
    }

    [Fact]
    public void The_service_is_a_folder_with_one_program_of_the_language_that_it_names()
    {
        var service = AzureYaml.Read()["services"]!["functions"]!;
        var project = Assert.Single(Directory.GetFiles(Programs.Repository((string)service["project"]!), "*.csproj"));

        Assert.Equal("dotnet", (string?)service["language"]);
        Assert.Equal("function", (string?)service["host"]);
        Assert.Contains("<OutputType>Exe</OutputType>", File.ReadAllText(project), StringComparison.Ordinal);
        Assert.Contains("<UserSecretsId>opsautomation-functions</UserSecretsId>", File.ReadAllText(project), StringComparison.Ordinal);
    }

    [Fact]
    public void Infrastructure_and_hooks_are_where_it_says_and_need_no_PowerShell()
    {
        var yaml = AzureYaml.Read();
        var hooks = yaml["hooks"]!.AsObject();

        Assert.True(File.Exists(Programs.Repository($"{yaml["infra"]!["path"]}/{yaml["infra"]!["module"]}.bicep")));
        Assert.Equal(KnownHooks.Order(StringComparer.Ordinal), hooks.Select(h => h.Key).Order(StringComparer.Ordinal));
        Assert.All(hooks, hook =>
        {
            var path = Programs.Repository((string)hook.Value!["run"]!);
            Assert.Equal("sh", (string?)hook.Value["shell"]);
            Assert.StartsWith("#!/bin/sh", File.ReadAllText(path), StringComparison.Ordinal);
            if (!OperatingSystem.IsWindows())
            {
                Assert.True(File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute), $"{path} cannot be executed");
            }
        });
    }

    [Fact]
    public void It_has_no_key_that_nobody_reads()
    {
        var yaml = AzureYaml.Read().AsObject();

        Assert.Equal(["hooks", "infra", "metadata", "name", "requiredVersions", "services"], yaml.Select(p => p.Key).Order(StringComparer.Ordinal));
        Assert.All(yaml["hooks"]!.AsObject(), h => Assert.Empty(h.Value!.AsObject().Select(p => p.Key).Except(["shell", "run"], StringComparer.Ordinal)));
        Assert.Matches("^[a-z0-9-]+$", (string)yaml["name"]!);
    }
}
