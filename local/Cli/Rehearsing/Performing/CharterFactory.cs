using OpsAutomation.Cli.Rehearsing.Campaigns;
using OpsAutomation.Cli.Rehearsing.Observing;
using OpsAutomation.Cli.Rehearsing.Scripts;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Playbooks;

namespace OpsAutomation.Cli.Rehearsing.Performing;

/// <summary>Puts down what the observer is told: from the estate, the catalogue and the timeline, never from what the system says of itself.</summary>
/// <param name="catalog">Folder of the catalogue.</param>
/// <param name="loaded">The catalogue as loaded.</param>
internal sealed class CharterFactory(string catalog, OpsCatalog loaded)
{
    /// <summary>The charter of a rehearsal.</summary>
    /// <param name="script">The rehearsal.</param>
    /// <param name="orders">What happened from outside.</param>
    public Charter For(RehearsalScript script, IReadOnlyList<Order> orders)
    {
        var file = $"rehearsals/estates/{script.Estate}.yaml";
        var estate = script.Edits.Where(e => e.File == file)
            .Aggregate(File.ReadAllText(Path.Combine(catalog, file)), (t, e) => t.Replace(e.Find, e.Replace, StringComparison.Ordinal));
        return For(EstateMap.Read(estate, loaded.Guardrails), orders) with
        {
            Besides = new HashSet<string>(script.Besides.Select(ObservedCall.TargetOf).Concat(Credentials()), StringComparer.Ordinal),
        };
    }

    /// <summary>The charter of a campaign, whose catalogue is not edited: every bound of its playbooks holds.</summary>
    /// <param name="estate">The estate.</param>
    /// <param name="orders">What happened from outside.</param>
    public Charter ForCampaign(EstateMap estate, IReadOnlyList<Order> orders) => For(estate, orders) with
    {
        Together = CampaignEstate.Together,
        Cooldowns = ByType(p => p.Limits.Cooldown, c => c.Min() is var least && least > loaded.Guardrails.MinimumCooldown ? least : loaded.Guardrails.MinimumCooldown),
        MaxRunsPerDay = ByType(p => p.Limits.MaxRunsPerDay, c => c.Max()),
        OnItsWay = Latency.Longest,
        Quorums = ByType(p => p.Steps.Select(s => s.Approval?.Quorum ?? 1).DefaultIfEmpty(1).Min(), q => q.Min()),
        NeedApproval = loaded.Playbooks.GroupBy(TypeOf, StringComparer.Ordinal).Where(g => g.All(p => p.Autonomy != Autonomy.Auto)).Select(g => g.Key).ToHashSet(StringComparer.Ordinal),
    };

    /// <summary>The charter of an estate.</summary>
    /// <param name="estate">The estate.</param>
    /// <param name="orders">What happened from outside.</param>
    public Charter For(EstateMap estate, IReadOnlyList<Order> orders) => new()
    {
        Orders = orders,
        Protected = estate.Protected,
        MaxActionsPerHour = loaded.Guardrails.MaxActionsPerHour,
        MaxCapacity = loaded.Playbooks
            .Where(p => p.Limits.MaxCapacity > 0)
            .GroupBy(p => p.Match.ResourceType.ToLowerInvariant(), StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Max(p => p.Limits.MaxCapacity)!.Value, StringComparer.Ordinal),
    };

    private Dictionary<string, T> ByType<T>(Func<Playbook, T> of, Func<IEnumerable<T>, T> one) =>
        loaded.Playbooks.GroupBy(TypeOf, StringComparer.Ordinal).ToDictionary(g => g.Key, g => one(g.Select(of)), StringComparer.Ordinal);

    private static string TypeOf(Playbook playbook) => playbook.Match.ResourceType.ToLowerInvariant();

    // An alert about one of a secret and what it opens is a reason to change the other. Ways in for emergencies are not among them.
    private IEnumerable<string> Credentials() => loaded.Services.Credentials.SelectMany(c => new[]
    {
        c.SecretId, c.StorageAccount, c.Application is null ? null : $"/providers/microsoft.graph/applications/{c.Application}",
    }).OfType<string>().Select(id => id.ToLowerInvariant());
}
