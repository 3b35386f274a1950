using System.Text.RegularExpressions;

namespace OpsAutomation.Integration.Systems.Flavors;

/// <summary>The azure flavor cannot be restored everywhere that we build, so what it would restore is read from its evaluation.</summary>
public sealed class PackagesTests
{
    // As DESIGN gives them; a newer one is a decision, not an accident.
    private static readonly Dictionary<string, string> AzureOnly = new(StringComparer.Ordinal)
    {
        ["Azure.Monitor.OpenTelemetry.Exporter"] = "1.7.0",
        ["Microsoft.Azure.Functions.Worker"] = "2.52.0",
        ["Microsoft.Azure.Functions.Worker.Extensions.DurableTask"] = "1.16.4",
        ["Microsoft.Azure.Functions.Worker.Extensions.DurableTask.AzureManaged"] = "1.6.0",
        ["Microsoft.Azure.Functions.Worker.Extensions.EventGrid"] = "3.6.0",
        ["Microsoft.Azure.Functions.Worker.Extensions.Http"] = "3.3.0",
        ["Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore"] = "2.1.0",
        ["Microsoft.Azure.Functions.Worker.Extensions.Timer"] = "4.3.1",
        ["Microsoft.Azure.Functions.Worker.OpenTelemetry"] = "1.2.0",
        ["Microsoft.Azure.Functions.Worker.Sdk"] = "2.0.7",
        ["OpenTelemetry.Extensions.Hosting"] = "1.15.3",
    };

    [Theory]
    [InlineData("-p:OpsRuntime=azure")]
    [InlineData("-p:_IsPublishing=true")]
    [InlineData("-p:OutputPath=bin/publish")]
    public async Task However_the_azure_flavor_is_chosen_each_of_its_packages_has_one_exact_version(string how)
    {
        var azure = await Evaluation.OfAsync(how);
        var versions = azure.Items("PackageVersion").ToDictionary(i => i["Identity"]!.GetValue<string>(), i => i["Version"]!.GetValue<string>(), StringComparer.Ordinal);

        Assert.Equal("v4", azure.Property("AzureFunctionsVersion"));
        Assert.Equal("opsautomation-functions", azure.Property("UserSecretsId"));
        Assert.All(azure.Packages, p => Assert.Matches(@"^\d+\.\d+\.\d+$", versions[p]));
        Assert.All(AzureOnly, p =>
        {
            Assert.Contains(p.Key, azure.Packages);
            Assert.Equal(p.Value, versions[p.Key]);
        });
    }

    [Fact]
    public async Task No_project_names_a_version_of_its_own()
    {
        var projects = Directory.GetFiles(CommandLine.Root, "*.csproj", SearchOption.AllDirectories).Where(p => !p.Contains("node_modules", StringComparison.Ordinal));

        foreach (var project in projects)
        {
            Assert.DoesNotMatch(new Regex("<PackageReference[^>]*(?:Version|VersionOverride)=", RegexOptions.None, TimeSpan.FromSeconds(5)), await File.ReadAllTextAsync(project));
        }
    }
}
