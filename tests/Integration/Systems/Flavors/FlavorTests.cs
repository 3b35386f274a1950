using System.Text.Json.Nodes;

namespace OpsAutomation.Integration.Systems.Flavors;

public sealed class FlavorTests
{
    private static readonly string[] RealPackages =
    [
        "Microsoft.Azure.Functions.Worker",
        "Microsoft.Azure.Functions.Worker.Sdk",
        "Microsoft.Azure.Functions.Worker.Extensions.DurableTask",
        "Microsoft.Azure.Functions.Worker.Extensions.DurableTask.AzureManaged",
        "Microsoft.Azure.Functions.Worker.Extensions.EventGrid",
        "Microsoft.Azure.Functions.Worker.Extensions.Http",
        "Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore",
        "Microsoft.Azure.Functions.Worker.Extensions.Timer",
    ];

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    [Fact]
    public async Task By_default_the_embedded_flavor_is_built_with_our_own_api_and_no_Functions_package()
    {
        var embedded = await Evaluation.OfAsync();

        Assert.Equal("embedded", embedded.Property("OpsRuntime"));
        Assert.Contains("OPS_EMBEDDED", embedded.Property("DefineConstants"), StringComparison.Ordinal);
        Assert.EndsWith("/obj/embedded/", embedded.Property("BaseIntermediateOutputPath"), StringComparison.Ordinal);
        Assert.EndsWith("/bin/embedded/", embedded.Property("BaseOutputPath"), StringComparison.Ordinal);
        Assert.DoesNotContain(embedded.Packages, p => p.StartsWith("Microsoft.Azure.Functions", StringComparison.Ordinal));
        Assert.Contains(embedded.Items("ProjectReference"), r => r["Filename"]!.GetValue<string>() == "WorkerApi");
    }

    [Fact]
    public async Task The_azure_flavor_lists_the_real_packages_and_nothing_of_local()
    {
        var azure = await Evaluation.OfAsync("-p:OpsRuntime=azure");

        Assert.Empty(RealPackages.Except(azure.Packages, StringComparer.Ordinal));
        Assert.DoesNotContain("OPS_EMBEDDED", azure.Property("DefineConstants"), StringComparison.Ordinal);
        Assert.EndsWith("/obj/azure/", azure.Property("BaseIntermediateOutputPath"), StringComparison.Ordinal);
        Assert.EndsWith("/bin/azure/", azure.Property("BaseOutputPath"), StringComparison.Ordinal);
        Assert.DoesNotContain(azure.Items("ProjectReference"), r => r["FullPath"]!.GetValue<string>().Contains("/local/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("azure", "-p:_IsPublishing=true")]
    [InlineData("azure", "-p:OutputPath=bin/output")]
    [InlineData("azure", "-p:OutputPath=bin\\publish\\")]
    [InlineData("embedded", "-p:OutputPath=bin/outputs")]
    [InlineData("embedded", "-p:_IsPublishing=true", "-p:OpsRuntime=embedded")]
    public async Task The_way_of_building_chooses_the_flavor_unless_it_is_named(string flavor, params string[] properties)
    {
        Assert.Equal(flavor, (await Evaluation.OfAsync(properties)).Property("OpsRuntime"));
    }

    [Fact]
    public void The_build_output_of_functions_has_the_host_json_and_the_catalogue_of_the_root()
    {
        var output = Path.Combine(CommandLine.Root, "functions", "bin", "embedded", Configuration, "net10.0");

        Assert.Equal(File.ReadAllText(Path.Combine(CommandLine.Root, "host.json")), File.ReadAllText(Path.Combine(output, "host.json")));
        Assert.Equal(
            Files(Path.Combine(CommandLine.Root, "catalog")),
            Files(Path.Combine(output, "catalog")));
    }

    [Fact]
    public async Task The_publish_output_would_have_them_too()
    {
        var (code, text) = await CommandLine.DotnetAsync(
            "msbuild", Evaluation.Project, "-nologo", "-t:ComputeResolvedFilesToPublishList", "-getItem:ResolvedFileToPublish", "-p:OpsRuntime=embedded", $"-p:Configuration={Configuration}");
        Assert.True(code == 0, text);
        var published = JsonNode.Parse(text)!["Items"]!["ResolvedFileToPublish"]!.AsArray().Select(i => i!["RelativePath"]!.GetValue<string>().Replace('\\', '/')).ToArray();

        Assert.Contains("host.json", published);
        Assert.Empty(Files(Path.Combine(CommandLine.Root, "catalog")).Select(f => $"catalog/{f}").Except(published, StringComparer.Ordinal));

        // The same items, copied alike, in the flavor that cannot be restored everywhere.
        var azure = (await Evaluation.OfAsync("-p:OpsRuntime=azure")).Items("None").Single(i => i["Link"]?.GetValue<string>() == "host.json");
        Assert.Equal("PreserveNewest", azure["CopyToPublishDirectory"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_publish_of_the_embedded_flavor_is_refused()
    {
        var target = Path.Combine(Path.GetTempPath(), $"ops-publish-{Environment.ProcessId}");

        var (code, output) = await CommandLine.DotnetAsync(
            "msbuild", Evaluation.Project, "-nologo", "-v:q", "-t:Publish", "-p:NoBuild=true", "-p:_IsPublishing=true", "-p:OpsRuntime=embedded", $"-p:Configuration={Configuration}", $"-p:PublishDir={target}/");

        Assert.NotEqual(0, code);
        Assert.Contains("OPS0001", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(target));
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal);
}
