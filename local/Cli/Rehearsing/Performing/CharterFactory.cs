using OpsAutomation.Cli.Rehearsing.Observing;
using OpsAutomation.Cli.Rehearsing.Scripts;
using OpsAutomation.Core.Catalog;

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
            Besides = new HashSet<string>(script.Besides.Select(ObservedCall.TargetOf), StringComparer.Ordinal),
        };
    }

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
}
