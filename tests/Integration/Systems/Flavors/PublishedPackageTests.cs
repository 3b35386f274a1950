namespace OpsAutomation.Integration.Systems.Flavors;

/// <summary>A package that would be deployed "successfully" and do nothing is refused when it is published.</summary>
public sealed class PublishedPackageTests : IDisposable
{
    private const string AllFunctions = """[{"name":"AlertIngress"},{"name":"AlertReceived"},{"name":"ResourceEventReceived"},{"name":"SyntheticAlert"},{"name":"IncidentOrchestrator"}]""";
    private const string AllExtensions = """{"extensions":[{"name":"DurableTask"},{"name":"EventGrid"}]}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("ops-published-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_whole_package_passes()
    {
        Write("functions.metadata", AllFunctions);
        Write("extensions.json", AllExtensions);
        Write("host.json", "{}");
        Write("catalog/sources.yaml", "");

        var (code, output) = await CheckAsync();

        Assert.True(code == 0, output);
    }

    [Theory]
    [InlineData(null, AllExtensions, "OPS0002")]
    [InlineData("[]", AllExtensions, "OPS0002")]
    [InlineData("""[{"name":"AlertIngress"}]""", AllExtensions, "OPS0003")]
    [InlineData(AllFunctions, null, "OPS0004")]
    [InlineData(AllFunctions, """{"extensions":[{"name":"DurableTask"}]}""", "OPS0004")]
    [InlineData(AllFunctions, AllExtensions, "OPS0005")]
    public async Task A_package_that_lacks_something_is_refused_with_what_it_lacks(string? functions, string? extensions, string code)
    {
        Write("functions.metadata", functions);
        Write("extensions.json", extensions);

        var (exit, output) = await CheckAsync();

        Assert.NotEqual(0, exit);
        Assert.Contains(code, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_check_is_part_of_a_publish_of_the_azure_flavor_alone()
    {
        var project = await File.ReadAllTextAsync(Path.Combine(CommandLine.Root, Evaluation.Project));

        Assert.Contains("""<Target Name="CheckPublishedFunctions" AfterTargets="Publish" Condition="'$(OpsRuntime)' == 'azure'">""", project, StringComparison.Ordinal);
    }

    private Task<(int Code, string Output)> CheckAsync() => CommandLine.DotnetAsync(
        "msbuild", Evaluation.Project, "-nologo", "-v:q", "-t:CheckPublishedFunctions", "-p:OpsRuntime=azure", $"-p:PublishDir={_folder}/");

    private void Write(string name, string? content)
    {
        if (content is not null)
        {
            var path = Path.Combine(_folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, content);
        }
    }
}
