using System.Text.Json.Nodes;
using OpsAutomation.Unit.Core.Classification;
using YamlDotNet.RepresentationModel;

namespace OpsAutomation.Unit.Core.Guardrails;

/// <summary>The schema for editors, the shipped file and the rules' page say the same.</summary>
public sealed class GuardrailSchemaTests
{
    private static readonly string Folder = ShippedCatalog.Folder();
    private static readonly JsonObject Schema = (JsonObject)JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "schema", "guardrails.schema.json")))!;

    [Fact]
    public void The_shipped_file_names_every_section_and_nothing_else() =>
        Assert.Equal(((JsonObject)Schema["properties"]!).Select(p => p.Key).Order(StringComparer.Ordinal), Root().Children.Keys.Select(k => ((YamlScalarNode)k).Value!).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_key_of_a_section_is_in_the_schema()
    {
        foreach (var (key, value) in Root().Children)
        {
            var section = Schema["properties"]![((YamlScalarNode)key).Value!]!;
            foreach (var name in value is YamlMappingNode map ? map.Children.Keys.Select(k => ((YamlScalarNode)k).Value!) : [])
            {
                Assert.True(section["properties"]![name]?["description"] is not null, $"{key}.{name} is not described.");
            }
        }
    }

    private static YamlMappingNode Root()
    {
        var stream = new YamlStream();
        using var reader = new StringReader(File.ReadAllText(Path.Combine(Folder, "guardrails.yaml")));
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }
}
