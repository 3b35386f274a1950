using System.Text.Json.Nodes;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Classification;
using YamlDotNet.RepresentationModel;

namespace OpsAutomation.Unit.Core.Classification;

/// <summary>The schemas for editors say what the readers say.</summary>
public sealed class SchemaTests
{
    private static readonly string Folder = ShippedCatalog.Folder();

    [Theory]
    [InlineData("classification", "$.properties.rules.items.properties.category")]
    [InlineData("classification", "$.properties.rules.items.properties.when.properties.symptom.items")]
    public void A_rule_may_give_every_category_and_no_other(string schema, string path) =>
        Assert.Equal(Categories.All.Select(c => c.Name), Enum(schema, path));

    [Theory]
    [InlineData("routing", "$.properties.rules.items.properties.when.properties.category.items")]
    [InlineData("classification-cases", "$.properties.cases.items.properties.label")]
    public void Unknown_may_be_routed_and_be_a_label(string schema, string path) =>
        Assert.Equal([.. Categories.All.Select(c => c.Name), "unknown"], Enum(schema, path));

    [Theory]
    [InlineData("classification", "$.properties.rules.items.properties.when.properties.signal.items")]
    [InlineData("routing", "$.properties.rules.items.properties.when.properties.signal.items")]
    [InlineData("classification-cases", "$.properties.cases.items.properties.alert.properties.signal.properties.kind")]
    public void Every_kind_of_signal_is_known(string schema, string path) =>
        Assert.Equal(
            System.Enum.GetNames<SignalKind>().Select(n => n.ToLowerInvariant()).Order(StringComparer.Ordinal),
            Enum(schema, path).Select(k => k.Replace("-", string.Empty, StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("classification.yaml", "classification")]
    [InlineData("routing.yaml", "routing")]
    [InlineData("classification-cases/unknown.yaml", "classification-cases")]
    [InlineData("classification-cases/causes.yaml", "classification-cases")]
    public void The_shipped_files_use_only_keys_of_their_schema(string file, string schema)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(File.ReadAllText(Path.Combine(Folder, file)));
        stream.Load(reader);
        Check(stream.Documents[0].RootNode, Schema(schema), file);
    }

    private static void Check(YamlNode node, JsonNode schema, string where)
    {
        switch (node)
        {
            case YamlMappingNode map when schema["properties"] is JsonObject properties:
                foreach (var (key, value) in map.Children)
                {
                    var name = ((YamlScalarNode)key).Value!;
                    Assert.True(properties.ContainsKey(name), $"{where}.{name} is not in the schema.");
                    Check(value, properties[name]!, $"{where}.{name}");
                }

                foreach (var required in schema["required"]?.AsArray() ?? [])
                {
                    Assert.True(map.Children.ContainsKey(new YamlScalarNode((string)required!)), $"{where} lacks {required}.");
                }

                break;
            case YamlSequenceNode list:
                foreach (var item in list)
                {
                    Check(item, schema["items"]!, $"{where}[]");
                }

                break;
            case YamlScalarNode scalar when schema["enum"] is JsonArray allowed:
                Assert.Contains(scalar.Value, allowed.Select(a => a!.ToString()));
                break;
            default:
                break;
        }
    }

    private static IReadOnlyList<string> Enum(string schema, string path)
    {
        JsonNode node = Schema(schema);
        foreach (var part in path.Split('.').Skip(1))
        {
            node = node[part] ?? throw new InvalidOperationException($"No {part} in {schema}.");
        }

        return [.. node["enum"]!.AsArray().Select(n => (string)n!)];
    }

    private static JsonNode Schema(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "schema", $"{name}.schema.json")))!;
}
