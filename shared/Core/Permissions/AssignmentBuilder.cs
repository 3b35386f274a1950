using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Permissions;

/// <summary>
/// Where the roles are assigned: at the targets that the catalogue lists and the guardrails allow, and nowhere else. A role
/// cannot be assigned at a pattern, so what has a wildcard is assigned at what it is in, and says so.
/// </summary>
internal static class AssignmentBuilder
{
    // Parts of an id between slashes, the empty one in front of the first slash included.
    private const int WordsOfSubscription = 3;
    private const int WordsOfGroup = 5;
    private const int WordsOfResource = 9;

    /// <summary>Derives the assignments, sorted by scope and role.</summary>
    public static IReadOnlyList<RoleAssignment> Build(OpsCatalog catalog, PermissionNeeds needs)
    {
        var found = new Dictionary<(string Role, string Scope), RoleAssignment>();
        foreach (var (target, service) in Targets(catalog, needs))
        {
            var (scope, because) = Assignable(target, service);
            Add(found, RoleBuilder.Operator, scope, because);
            if (IsStore(target) && needs.Data.Count > 0)
            {
                Add(found, RoleBuilder.OperatorData, scope, because);
            }

            AddAbove(found, scope);
        }

        // A secret is published at the secret alone; the vault that holds it is read as a resource.
        foreach (var (credential, service) in needs.Data.Count == 0 ? [] : catalog.Services.All.SelectMany(s => s.Credentials.Select(c => (c, s))))
        {
            var secret = credential.SecretId;
            var vault = Parent(secret, WordsOfResource);
            Add(found, RoleBuilder.OperatorData, secret, $"the secret of {credential.Name}, of {service.Name}");
            Add(found, RoleBuilder.Operator, vault, $"the vault of {credential.Name}, of {service.Name}");
            AddAbove(found, vault);
        }

        // Any resource may fire, so signals are read wherever something of the catalogue is.
        foreach (var subscription in catalog.Services.All.SelectMany(s => s.Resources).Select(r => r.Text).Where(IsArm).Select(t => Parent(t, WordsOfSubscription)))
        {
            Add(found, RoleBuilder.Reader, subscription, "signals of everything that services.yaml lists");
        }

        return [.. found.Values.OrderBy(a => a.Scope, StringComparer.Ordinal).ThenBy(a => a.Role, StringComparer.Ordinal)];
    }

    private static IEnumerable<(string Target, Service Service)> Targets(OpsCatalog catalog, PermissionNeeds needs) =>
        from service in catalog.Services.All
        from pattern in service.Resources
        where IsArm(pattern.Text) && MayBeActedOn(pattern.Text, needs.ResourceTypes) && Allowed(catalog.Guardrails, pattern.Text)
        select (pattern.Text, service);

    private static bool Allowed(GuardrailSettings guardrails, string target) =>
        guardrails.Scopes.Any(s => s is AllowedScopesRule.Catalogue or AllowedScopesRule.Everywhere || new ResourcePattern(s).Covers(target) || new ResourcePattern(target).Covers(s))
        && !guardrails.ProtectedResources.Concat(guardrails.Own.Resources).Any(p => new ResourcePattern(p).Covers(target));

    // A group or a subscription may hold resources of any type.
    private static bool MayBeActedOn(string target, IReadOnlyList<string> types)
    {
        var words = target.Split('/');
        return words.Length < WordsOfResource || words[6].Contains('*', StringComparison.Ordinal) || words[7].Contains('*', StringComparison.Ordinal) || types.Contains($"{words[6]}/{words[7]}", StringComparer.OrdinalIgnoreCase);
    }

    private static (string Scope, string Because) Assignable(string target, Service service)
    {
        var words = target.Split('/');
        var literal = Array.FindIndex(words, w => w.Contains('*', StringComparison.Ordinal));
        if (literal < 0)
        {
            return (target, $"a target of {service.Name}");
        }

        var length = literal >= WordsOfGroup ? WordsOfGroup : WordsOfSubscription;
        return (Parent(target, length), $"{service.Name} lists {target}, and a role cannot be assigned at a pattern");
    }

    private static void AddAbove(Dictionary<(string Role, string Scope), RoleAssignment> found, string scope)
    {
        var words = scope.Split('/').Length;
        Add(found, RoleBuilder.OperatorGroup, Parent(scope, Math.Min(words, WordsOfGroup)), "targets are in it");
        Add(found, RoleBuilder.OperatorSubscription, Parent(scope, WordsOfSubscription), "targets are in it");
    }

    private static void Add(Dictionary<(string Role, string Scope), RoleAssignment> found, string role, string scope, string because) =>
        found.TryAdd((role, scope), new RoleAssignment(role, scope, because));

    private static string Parent(string id, int words) => string.Join('/', id.Split('/').Take(words));

    private static bool IsArm(string text) => text.StartsWith("/subscriptions/", StringComparison.Ordinal) && !text.Split('/')[2].Contains('*', StringComparison.Ordinal);

    private static bool IsStore(string target) => target.Contains("/microsoft.appconfiguration/configurationstores", StringComparison.Ordinal);
}
