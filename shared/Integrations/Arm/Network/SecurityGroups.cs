using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;

namespace OpsAutomation.Integrations.Arm.Network;

/// <summary>Reads network security groups, and deletes and restores single rules, over the bare pipeline.</summary>
internal sealed class SecurityGroups(ArmGateway arm)
{
    /// <summary>API version of every call.</summary>
    public const string ApiVersion = "2024-05-01";

    /// <summary>Reads one group with its rules.</summary>
    /// <exception cref="JsonException">The answer lacks what every group has.</exception>
    public async Task<SecurityGroup> ReadAsync(ResourceIdentifier id, CancellationToken cancellationToken)
    {
        var reply = await arm.SendAsync(RequestMethod.Get, $"{id}?api-version={ApiVersion}", cancellationToken);
        return reply.Body?["properties"] is JsonObject properties && reply.Body["name"]?.ToString() is { Length: > 0 } name
            && properties["resourceGuid"]?.ToString() is { Length: > 0 } identity && properties["provisioningState"]?.ToString() is { } state
            && properties["securityRules"] is JsonArray rules
            ? new SecurityGroup(
                id,
                name,
                identity,
                state,
                reply.ETag,
                [.. rules.OfType<JsonObject>().Select(Rule)],
                (reply.Body["tags"] as JsonObject ?? []).ToDictionary(t => t.Key, t => t.Value?.ToString() ?? string.Empty, StringComparer.Ordinal))
            : throw new JsonException("The network security group lacks its name, resourceGuid, state or rules.");
    }

    /// <summary>Deletes a rule, on the condition that the group is still the version that was read.</summary>
    public async Task<ArmReply> DeleteRuleAsync(SecurityGroup read, string rule, Guid requestId, CancellationToken cancellationToken)
    {
        using var scope = new OperationHeaders(requestId, read.ETag).Scope();
        return await arm.SendAsync(RequestMethod.Delete, Address(read, rule), cancellationToken);
    }

    /// <summary>Makes a rule. There is no version of what is not there: the group was read right before.</summary>
    public async Task<ArmReply> PutRuleAsync(SecurityGroup read, string rule, JsonObject properties, Guid requestId, CancellationToken cancellationToken)
    {
        using var scope = new OperationHeaders(requestId, IfMatch: null).Scope();
        return await arm.SendAsync(RequestMethod.Put, Address(read, rule), cancellationToken, new JsonObject { ["properties"] = properties });
    }

    private static string Address(SecurityGroup read, string rule) => $"{read.Id}/securityRules/{Uri.EscapeDataString(rule)}?api-version={ApiVersion}";

    private static SecurityRule Rule(JsonObject rule)
    {
        if (rule["name"]?.ToString() is not { Length: > 0 } name || rule["properties"]?.DeepClone() is not JsonObject properties)
        {
            throw new JsonException("A rule lacks its name or its properties.");
        }

        properties.Remove("provisioningState");
        return new SecurityRule(name, properties);
    }
}
