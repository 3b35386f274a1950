using OpsAutomation.SimulatedAzure.Costs;
using OpsAutomation.SimulatedAzure.Metrics;
using OpsAutomation.SimulatedAzure.Operations;
using OpsAutomation.SimulatedAzure.Resources;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Arm;

/// <summary>Routes a request to <c>management.azure.com</c>. Paths are matched without regard to case, as ARM does.</summary>
internal static class ArmRouter
{
    /// <summary>Answers one request inside its transaction; refusals come out as ARM's error shape.</summary>
    public static SimResponse Answer(ArmCall call)
    {
        try
        {
            if (call.Request.Header("Authorization") is null)
            {
                return ArmRefusal.Shape(401, "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.")
                    .With("WWW-Authenticate", "Bearer authorization_uri=\"https://login.microsoftonline.com/\", error=\"invalid_token\"");
            }

            var path = call.Request.Uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
            return Route(call, path);
        }
        catch (ArmRefusal refusal)
        {
            return refusal.ToResponse();
        }
    }

    private static SimResponse Route(ArmCall call, string[] path)
    {
        if (path is [var root, ..] && Is(root, "tenants"))
        {
            return SubscriptionRoutes.Tenants(call);
        }

        if (path is [var providers, ..] && Is(providers, "providers"))
        {
            return ProviderRoutes.Answer(call, path[1..], scope: "");
        }

        if (path.Length == 0 || !Is(path[0], "subscriptions"))
        {
            throw Unknown(call);
        }

        if (path.Length == 1)
        {
            return SubscriptionRoutes.List(call);
        }

        var subscription = new ArmId(path[1], null, null, null);
        Scopes.Require(call.Session, subscription);
        return InScope(call, subscription, path[2..]);
    }

    private static SimResponse InScope(ArmCall call, ArmId scope, string[] rest)
    {
        if (rest.Length == 0)
        {
            return SubscriptionRoutes.Scope(call, scope);
        }

        if (scope.ResourceGroup is null && Is(rest[0], "resourceGroups"))
        {
            return rest.Length == 1 ? SubscriptionRoutes.Groups(call, scope) : InScope(call, scope with { ResourceGroup = rest[1] }, rest[2..]);
        }

        Scopes.Require(call.Session, scope);
        if (Is(rest[0], "resources") && rest.Length == 1)
        {
            return ResourceRoutes.ListAll(call, scope);
        }

        if (!Is(rest[0], "providers"))
        {
            throw Unknown(call);
        }

        return Extension(call, scope, rest[1..]) ?? Provider(call, scope, rest[1..]);
    }

    private static SimResponse Provider(ArmCall call, ArmId scope, string[] rest)
    {
        if (rest.Length <= 1)
        {
            return ProviderRoutes.Answer(call, rest, scope.Text);
        }

        if (scope.ResourceGroup is null && rest is [_, var locations, _, var operations, var id] && Is(locations, "locations")
            && (Is(operations, "operations") || Is(operations, "operationresults")))
        {
            return OperationRoutes.Answer(call, id);
        }

        var type = ResourceTypes.Find($"{rest[0]}/{rest[1]}") ?? throw new ArmRefusal(404, "InvalidResourceType",
            $"The resource type '{rest[1]}' could not be found in the namespace '{rest[0]}' for api version '{call.ApiVersion}'.");
        if (scope.ResourceGroup is not null && rest.Length > 4 && Is(rest[3], "providers"))
        {
            return OnResource(call, scope with { Type = type.Name, Name = rest[2] }, rest[4..]);
        }

        if (scope.ResourceGroup is not null && rest.Length > 3 && ResourceTypes.Find($"{type.Name}/{rest[3]}") is { } child)
        {
            return Child(call, scope with { Type = type.Name, Name = rest[2] }, child, rest[4..]);
        }

        ApiVersions.Check(call, type.Name, type.ApiVersions);
        if (rest.Length == 2)
        {
            return ResourceRoutes.List(call, scope, type);
        }

        if (scope.ResourceGroup is null)
        {
            throw Unknown(call);
        }

        return ResourceRoutes.Answer(call, type, scope with { Type = type.Name, Name = rest[2] }, rest[3..]);
    }

    private static SimResponse Child(ArmCall call, ArmId parent, ResourceType type, string[] rest)
    {
        var id = rest.Length == 0 ? parent : parent with { Type = type.Name, Name = $"{parent.Name}/{rest[0]}" };
        if (rest.Length > 2 && Is(rest[1], "providers"))
        {
            return OnResource(call, id, rest[2..]);
        }

        ApiVersions.Check(call, type.Name, type.ApiVersions);
        return rest.Length == 0 ? ResourceRoutes.List(call, parent, type) : ResourceRoutes.Answer(call, type, id, rest[1..]);
    }

    private static SimResponse OnResource(ArmCall call, ArmId resource, string[] rest) =>
        Extension(call, resource, rest) ?? throw new ArmRefusal(404, "InvalidResourceType",
            $"The resource type '{string.Join('/', rest.Skip(1))}' could not be found in the namespace '{rest[0]}'.");

    private static SimResponse? Extension(ArmCall call, ArmId scope, string[] rest)
    {
        if (rest.Length < 2)
        {
            return null;
        }

        if (Is(rest[0], "Microsoft.Authorization") && Is(rest[1], "locks"))
        {
            return Locks.Answer(call, scope, rest[2..]);
        }

        if (Is(rest[0], "Microsoft.Resources") && Is(rest[1], "tags"))
        {
            return ResourceRoutes.TagsOf(call, scope);
        }

        if (Is(rest[0], "Microsoft.CostManagement") && rest is [_, var query] && Is(query, "query") && scope.Type is null)
        {
            return CostRoutes.Answer(call, scope);
        }

        if (!Is(rest[0], "Microsoft.Insights"))
        {
            return null;
        }

        if (rest is [_, var eventTypes, var management, var values] && Is(eventTypes, "eventtypes") && Is(management, "management") && Is(values, "values"))
        {
            return ActivityRoutes.Answer(call, scope);
        }

        return rest is [_, var metrics] && scope.Type is not null && (Is(metrics, "metrics") || Is(metrics, "metricDefinitions"))
            ? MetricRoutes.Answer(call, scope, definitions: Is(metrics, "metricDefinitions"))
            : null;
    }

    private static bool Is(string segment, string word) => segment.Equals(word, StringComparison.OrdinalIgnoreCase);

    private static ArmRefusal Unknown(ArmCall call) => new(404, "NotFound",
        $"The simulated Azure has no route for '{call.Method} {call.Request.Uri.AbsolutePath}'.");
}
