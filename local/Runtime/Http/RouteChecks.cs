using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using OpsAutomation.Runtime.Functions;

namespace OpsAutomation.Runtime.Http;

/// <summary>Checks the routes of all HTTP functions together, at start.</summary>
internal static class RouteChecks
{
    // Paths that belong to the host itself, as in the Functions host.
    private static readonly string[] Reserved = ["admin", "runtime"];

    internal static string FullRoute(string prefix, string route) => $"/{string.Join('/', new[] { prefix.Trim('/'), route }.Where(p => p.Length > 0))}";

    internal static IEnumerable<string> Problems(FunctionCatalog catalog, string prefix)
    {
        var known = new RouteOptions().ConstraintMap;
        var routes = new List<(FunctionEntry Function, HttpFunctionTrigger Trigger, string Shape)>();
        var problems = new List<string>();
        foreach (var (function, trigger) in catalog.With<HttpFunctionTrigger>())
        {
            RoutePattern pattern;
            try
            {
                pattern = RoutePatternFactory.Parse(FullRoute(prefix, trigger.Route));
            }
            catch (RoutePatternException e)
            {
                problems.Add($"Function '{function.Name}': the route '{trigger.Route}' is not valid: {e.Message}");
                continue;
            }

            problems.AddRange(pattern.ParameterPolicies.SelectMany(p => p.Value)
                .Select(p => p.Content?.Split('(')[0])
                .Where(name => name is not null && !known.ContainsKey(name))
                .Select(name => $"Function '{function.Name}': the route '{trigger.Route}' has an unknown constraint '{name}'."));
            if (pattern.PathSegments is [{ IsSimple: true } first, ..]
                && first.Parts[0] is RoutePatternLiteralPart literal
                && Reserved.Contains(literal.Content, StringComparer.OrdinalIgnoreCase))
            {
                problems.Add($"Function '{function.Name}': the route '{trigger.Route}' begins with '{literal.Content}', which belongs to the host.");
            }

            routes.Add((function, trigger, Shape(pattern)));
        }

        problems.AddRange(Clashes(routes));
        return problems;
    }

    private static IEnumerable<string> Clashes(List<(FunctionEntry Function, HttpFunctionTrigger Trigger, string Shape)> routes) =>
        from left in routes.Index()
        from right in routes.Skip(left.Index + 1)
        where string.Equals(left.Item.Shape, right.Shape, StringComparison.OrdinalIgnoreCase)
            && (left.Item.Trigger.Methods.Count == 0 || right.Trigger.Methods.Count == 0 || left.Item.Trigger.Methods.Intersect(right.Trigger.Methods, StringComparer.Ordinal).Any())
        select $"Functions '{left.Item.Function.Name}' and '{right.Function.Name}' have the same route '{right.Trigger.Route}' and a method in common.";

    // The names of parameters make no difference to what a route matches; their constraints do.
    private static string Shape(RoutePattern pattern) =>
        string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            RoutePatternParameterPart parameter =>
                $"{{{(parameter.IsCatchAll ? "*" : "")}{string.Join(':', parameter.ParameterPolicies.Select(p => p.Content))}{(parameter.IsOptional ? "?" : "")}}}",
            _ => "",
        }))));
}
