using System.Text.Json.Nodes;

namespace OpsAutomation.Integration.Systems.Flavors;

/// <summary>What MSBuild makes of <c>functions/</c> under some properties. Evaluation alone: nothing is restored or built.</summary>
internal sealed record Evaluation(JsonNode Json)
{
    public const string Project = "functions/Functions.csproj";

    public string Property(string name) => Json["Properties"]![name]!.GetValue<string>();

    public IEnumerable<JsonNode> Items(string name) => Json["Items"]![name]!.AsArray().Select(i => i!);

    public IEnumerable<string> Packages => Items("PackageReference").Select(i => i["Identity"]!.GetValue<string>());

    public static async Task<Evaluation> OfAsync(params string[] more)
    {
        var (code, output) = await CommandLine.DotnetAsync(
        [
            "msbuild", Project, "-nologo", "-getProperty:OpsRuntime,BaseIntermediateOutputPath,BaseOutputPath,DefineConstants,AzureFunctionsVersion,UserSecretsId", "-getItem:PackageReference,PackageVersion,ProjectReference,None", .. more,
        ]);
        Assert.True(code == 0, output);
        return new Evaluation(JsonNode.Parse(output)!);
    }
}
