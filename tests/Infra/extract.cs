// Makes arm-index.json: versions, scopes and shapes of every resource type that infra/ uses, from the types that the Bicep
// compiler itself is built with.
//   dotnet run tests/Infra/extract.cs        (from the root; needs Node.js for the parser of Bicep)
// Run it when infra/ uses a new type or goes to a newer version. Shapes are kept only as deep as infra/ goes; where it does not go
// a shape is {"cut": true}, and the test says so when Bicep goes there later.
#:package Azure.Bicep.Types.Az@0.2.972
#:property ManagePackageVersionsCentrally=false
#:property TreatWarningsAsErrors=false
#:property RunAnalyzers=false
#:property OpsBorrowedApi=true
#:property PublishAot=false
#:property JsonSerializerIsReflectionEnabledByDefault=true

using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Bicep.Types;
using Azure.Bicep.Types.Az;
using Azure.Bicep.Types.Concrete;
using Azure.Bicep.Types.Index;

const string Source = "Azure.Bicep.Types.Az 0.2.972 (MIT)";
var root = Directory.GetCurrentDirectory();
var loader = new AzTypeLoader();
var resources = loader.LoadTypeIndex().Resources;
var known = resources.Keys.Select(k => k.Split('@')).GroupBy(k => k[0], k => k[1], StringComparer.OrdinalIgnoreCase)
    .ToDictionary(g => g.Key, g => g.Distinct().Order(StringComparer.Ordinal).ToArray(), StringComparer.OrdinalIgnoreCase);
var byName = new Dictionary<string, CrossFileTypeReference>(StringComparer.OrdinalIgnoreCase);
foreach (var (name, reference) in resources)
{
    byName[name] = reference;
}

var types = new JsonObject();
foreach (var used in Used().GroupBy(u => u.Type, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
{
    var (type, version) = used.Key.Split('@') is [var t, var v] ? (t, v) : throw new InvalidOperationException(used.Key);
    if (!byName.TryGetValue(used.Key, out var reference))
    {
        throw new InvalidOperationException($"The types know no {used.Key}; newest: {string.Join(", ", known.GetValueOrDefault(type)?.TakeLast(3) ?? [])}");
    }

    var resource = (ResourceType)loader.LoadType(reference);
    if (types[type] is not JsonObject entry)
    {
        entry = new JsonObject
        {
            ["stable"] = known[type].LastOrDefault(one => !one.Contains("preview", StringComparison.Ordinal)),
            ["newest"] = known[type][^1],
            ["scopes"] = new JsonArray([.. Scopes(resource.WritableScopes).Select(s => JsonValue.Create(s))]),
            ["shapes"] = new JsonObject(),
        };
        types[type] = entry;
    }

    entry["shapes"]![version] = Shape(resource.Body.Type, [.. used.Select(u => u.Body)], top: true);
}

var json = new JsonObject { ["source"] = Source, ["note"] = "resource type: versions, where it may be deployed, shape as deep as infra/ goes", ["types"] = types };
File.WriteAllText(
    Path.Combine(root, "tests/Infra/arm-index.json"),
    json.ToJsonString(new JsonSerializerOptions { WriteIndented = true, IndentSize = 1, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n");

// The resources of infra/, each with its body as read.mjs gives it.
IEnumerable<(string Type, JsonObject Body)> Used()
{
    var files = Directory.GetFiles(Path.Combine(root, "infra"), "*.bicep", SearchOption.AllDirectories);
    using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(root, "tests/Infra/read.mjs"), .. files]) { RedirectStandardOutput = true })!;
    while (node.StandardOutput.ReadLine() is { } line)
    {
        foreach (var resource in JsonNode.Parse(line)!["resources"]!.AsArray())
        {
            yield return ((string)resource!["type"]!, resource["body"]!.AsObject());
        }
    }
}

static IEnumerable<string> Scopes(ScopeType scopes) => scopes == ScopeType.None ? []
    : new[] { (ScopeType.Tenant, "tenant"), (ScopeType.ManagementGroup, "managementGroup"), (ScopeType.Subscription, "subscription"), (ScopeType.ResourceGroup, "resourceGroup"), (ScopeType.Extension, "extension") }
        .Where(s => scopes.HasFlag(s.Item1)).Select(s => s.Item2);

// A shape as deep as the values go.
static JsonObject Shape(TypeBase type, JsonNode[] values, bool top = false) => type switch
{
    ObjectType of => Object(of.Properties, of.AdditionalProperties is not null, values, top),
    DiscriminatedObjectType of => new JsonObject
    {
        ["either"] = new JsonArray([.. of.Elements.Values.Select(e => (ObjectType)e.Type).Select(e =>
            Object(of.BaseProperties.Concat(e.Properties).GroupBy(p => p.Key).ToDictionary(g => g.Key, g => g.Last().Value), e.AdditionalProperties is not null, values, top))]),
    },
    ArrayType of => Flat(values).Where(v => Kind(v) == "array").ToArray() is { Length: > 0 } arrays
        ? new JsonObject { ["items"] = Shape(of.ItemType.Type, [.. arrays.SelectMany(a => a["items"]!.AsArray()).Select(i => i!)]) }
        : new JsonObject { [Deep(of.ItemType.Type) && Flat(values).Length == 0 ? "cut" : "items"] = Deep(of.ItemType.Type) && Flat(values).Length == 0 ? true : new JsonObject() },
    // Words beside "any other text" are examples, no limit.
    UnionType of when of.Elements.All(e => e.Type is StringLiteralType) =>
        new JsonObject { ["enum"] = new JsonArray([.. of.Elements.Select(e => JsonValue.Create(((StringLiteralType)e.Type).Value))]) },
    StringLiteralType of => new JsonObject { ["enum"] = new JsonArray(JsonValue.Create(of.Value)) },
    BooleanType => new JsonObject { ["type"] = "boolean" },
    IntegerType => new JsonObject { ["type"] = "integer" },
    _ => [],
};

static JsonObject Object(IEnumerable<KeyValuePair<string, ObjectTypeProperty>> all, bool open, JsonNode[] values, bool top)
{
    var objects = Flat(values).Where(v => Kind(v) == "object").Select(v => v["properties"]!.AsObject()).ToArray();
    if (objects.Length == 0 && !top)
    {
        return new JsonObject { ["cut"] = true };
    }

    var properties = new JsonObject();
    var required = new JsonArray();
    foreach (var (name, property) in all.OrderBy(p => p.Key, StringComparer.Ordinal))
    {
        if ((top && name is "apiVersion" or "type" or "id") || property.Flags.HasFlag(ObjectTypePropertyFlags.ReadOnly))
        {
            continue;
        }

        JsonNode[] given = [.. objects.Select(o => o[name]).OfType<JsonNode>()];
        properties[name] = given.Length > 0 || !Deep(property.Type.Type) ? Shape(property.Type.Type, given) : new JsonObject { ["cut"] = true };
        if (property.Flags.HasFlag(ObjectTypePropertyFlags.Required))
        {
            required.Add(name);
        }
    }

    var made = new JsonObject { ["properties"] = properties };
    if (required.Count > 0)
    {
        made["required"] = required;
    }

    // An object without a single known property takes anything, and so does one that says so.
    if (open || properties.Count == 0)
    {
        made["open"] = true;
    }

    return made;
}

static bool Deep(TypeBase type) => type is ObjectType or DiscriminatedObjectType or ArrayType;

static string Kind(JsonNode value) => (string)value["kind"]!;

static JsonNode[] Flat(IEnumerable<JsonNode> values) =>
    [.. values.SelectMany(v => Kind(v) is "choice" or "union" ? Flat(v["options"]!.AsArray().Select(o => o!)) : [v])];
