using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Costs;
using OpsAutomation.SimulatedAzure.Graph;
using OpsAutomation.SimulatedAzure.Resources;
using YamlDotNet.RepresentationModel;

namespace OpsAutomation.SimulatedAzure.Estates;

/// <summary>Reads an estate file (catalog/schema/estate.schema.json) and reports every problem at once.</summary>
internal sealed class EstateReader
{
    private readonly string _file;
    private readonly List<EstateProblem> _problems = [];
    private readonly List<EstateScope> _scopes = [];
    private readonly List<EstateResource> _resources = [];
    private readonly List<EstateLock> _locks = [];
    private readonly List<EstateIdentity> _identities = [];
    private readonly List<EstateSecret> _secrets = [];
    private readonly List<(ArmId Subscription, IReadOnlyList<CostModel> Models)> _costs = [];
    private readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);

    private EstateReader(string file) => _file = file;

    /// <summary>Reads the text of a file.</summary>
    /// <exception cref="EstateException">The file has problems; all of them.</exception>
    public static Estate Read(string file, string text)
    {
        var reader = new EstateReader(file);
        if (YamlGuard.Load(file, text, reader._problems) is { } root)
        {
            reader.Root(root);
        }

        return reader._problems.Count == 0
            ? new Estate(reader._scopes, reader._resources, reader._locks) { Identities = reader._identities, Secrets = reader._secrets, Costs = reader._costs }
            : throw new EstateException([.. reader._problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)]);
    }

    private void Root(YamlNode node)
    {
        var fields = Fields(node, "estate", "description", "subscriptions", TenantObjects.Applications, TenantObjects.Users);
        fields.Text("estate");
        if (!fields.Has("subscriptions"))
        {
            fields.Text("subscriptions");
        }

        foreach (var item in fields.Items("subscriptions"))
        {
            Subscription(item);
        }

        foreach (var kind in new[] { TenantObjects.Applications, TenantObjects.Users })
        {
            _identities.AddRange(fields.Items(kind).Select(item => TenantReader.Identity(kind, item, _file, _problems)));
        }
    }

    private void Subscription(YamlNode node)
    {
        var fields = Fields(node, "id", "name", "tags", "locks", "resourceGroups", "costs");
        var text = fields.Text("id");
        if (text != "?" && !Guid.TryParse(text, out _))
        {
            fields.Problem(EstateCodes.Value, "id", "'id' of a subscription must be a UUID");
        }

        var id = new ArmId(text, null, null, null);
        Once(fields, id);
        _scopes.Add(new EstateScope(id, new JsonObject
        {
            ["id"] = id.Text,
            ["subscriptionId"] = text,
            ["tenantId"] = SubscriptionRoutes.TenantId,
            ["displayName"] = fields.TextOr("name", "Simulated"),
            ["state"] = "Enabled",
            ["authorizationSource"] = "RoleBased",
            ["tags"] = fields.Texts("tags"),
        }));
        LocksOf(fields, id);
        _costs.Add((id, [.. fields.Items("costs").Select(item => CostReader.Read(_file, item, id, _problems))]));
        foreach (var group in fields.Items("resourceGroups"))
        {
            Group(group, id);
        }
    }

    private void Group(YamlNode node, ArmId subscription)
    {
        var fields = Fields(node, "name", "location", "tags", "locks", "resources");
        var id = subscription with { ResourceGroup = Name(fields) };
        Once(fields, id);
        var location = fields.TextOr("location", "westeurope")!;
        _scopes.Add(new EstateScope(id, new JsonObject
        {
            ["id"] = id.Text,
            ["name"] = id.ResourceGroup,
            ["type"] = "Microsoft.Resources/resourceGroups",
            ["location"] = location,
            ["tags"] = fields.Texts("tags"),
            ["properties"] = new JsonObject { ["provisioningState"] = "Succeeded" },
        }));
        LocksOf(fields, id);
        foreach (var resource in fields.Items("resources"))
        {
            Resource(resource, id, location);
        }
    }

    private void Resource(YamlNode node, ArmId group, string location)
    {
        var fields = Fields(node, "name", "type", "kind", "location", "tags", "sku", "properties", "locks", "metrics", "operationTime", "secrets", "keyAge");
        var typeName = fields.Text("type");
        var name = Name(fields, typeName.Count('/'));
        var type = ResourceTypes.Find(typeName);
        var metrics = fields.Items("metrics").Select(item => MetricReader.Read(_file, item, _problems)).ToList();
        foreach (var twice in metrics.GroupBy(metric => metric.Name, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1))
        {
            fields.Problem(EstateCodes.Twice, "metrics", $"metric '{twice.Key}' is declared twice");
        }

        if (type is null)
        {
            if (typeName != "?")
            {
                fields.Problem(EstateCodes.Type, "type", $"type '{typeName}' is not simulated; known are {string.Join(", ", ResourceTypes.All.Select(one => one.Name))}");
            }

            return;
        }

        var id = group with { Type = type.Name, Name = name };
        Once(fields, id);
        LocksOf(fields, id);
        _secrets.AddRange(fields.Items("secrets").Select(item => TenantReader.Secret(name, item, _file, _problems)));
        _resources.Add(new EstateResource(id, type, Body(fields, id, location), metrics, fields.Has("operationTime") ? fields.Span("operationTime", null) : null)
        {
            KeyAge = fields.Has("keyAge") ? fields.Span("keyAge", null) : null,
        });
    }

    private static JsonObject Body(YamlFields fields, ArmId id, string location)
    {
        var body = new JsonObject
        {
            ["id"] = id.Text,
            ["name"] = id.Name,
            ["type"] = id.Type,
            ["location"] = fields.TextOr("location", location),
            ["tags"] = fields.Texts("tags"),
        };
        if (fields.TextOr("kind", null) is { } kind)
        {
            body["kind"] = kind;
        }

        if (fields.Has("sku"))
        {
            body["sku"] = fields.Object("sku");
            if (body["sku"]!["capacity"] is not null && !(body["sku"]!["capacity"] is JsonValue value && value.TryGetValue<long>(out var capacity) && capacity is >= 0 and <= 1000))
            {
                fields.Problem(EstateCodes.Value, "sku", "'sku.capacity' must be a whole number from 0 to 1000");
                body["sku"]!["capacity"] = 1;
            }
        }

        body["properties"] = fields.Object("properties");
        return body;
    }

    private void LocksOf(YamlFields owner, ArmId scope)
    {
        foreach (var item in owner.Items("locks"))
        {
            var fields = Fields(item, "name", "level", "notes");
            _locks.Add(new EstateLock(scope, fields.Text("name"), fields.OneOf("level", "CanNotDelete", "CanNotDelete", "ReadOnly"), fields.TextOr("notes", null)));
        }
    }

    /// <summary>The name; that of a child resource has its parents' names before it, one for each segment of its type.</summary>
    private static string Name(YamlFields fields, int segments = 1)
    {
        var name = fields.Text("name");
        if (name.AsSpan().ContainsAny("\\?#%") && name != "?")
        {
            fields.Problem(EstateCodes.Value, "name", "'name' must not contain \\ ? # or %");
        }
        else if (name != "?" && (name.Count('/') != Math.Max(1, segments) - 1 || name.Split('/').Contains(string.Empty)))
        {
            fields.Problem(EstateCodes.Value, "name", segments > 1 ? $"'name' must be {segments} names, joined by /" : "'name' must not contain /");
        }

        return name;
    }

    private void Once(YamlFields fields, ArmId id)
    {
        if (!_seen.Add(id.Key) && !id.Text.Contains('?', StringComparison.Ordinal))
        {
            fields.Problem(EstateCodes.Twice, "name", $"'{id.Text}' is declared twice");
        }
    }

    private YamlFields Fields(YamlNode node, params string[] known) => new(_file, node, _problems, known);
}
