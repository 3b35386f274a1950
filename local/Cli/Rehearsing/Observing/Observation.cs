namespace OpsAutomation.Cli.Rehearsing.Observing;

/// <summary>The call log beside the charter, with what rules ask for again and again.</summary>
internal sealed class Observation
{
    /// <summary>Reads the log.</summary>
    public Observation(IReadOnlyList<ObservedCall> log, Charter charter)
    {
        (Changes, Charter) = ([.. log.Where(c => c.Changes && c.Done)], charter);
        var capacity = new Dictionary<string, long>(StringComparer.Ordinal);
        var effects = new List<Effect>();
        foreach (var call in Changes)
        {
            if (call.Principal == charter.Principal)
            {
                effects.Add(new Effect(call, capacity.TryGetValue(call.Target, out var before) ? before : null));
            }

            if (call.Capacity is { } wanted)
            {
                capacity[call.Target] = wanted;
            }
        }

        Effects = effects;
    }

    /// <summary>The charter.</summary>
    public Charter Charter { get; }

    /// <summary>Everything that changed something, by whomever.</summary>
    public IReadOnlyList<ObservedCall> Changes { get; }

    /// <summary>What we changed.</summary>
    public IReadOnlyList<Effect> Effects { get; }

    /// <summary>How many alerts had fired about a resource before a call.</summary>
    public int AlertsBefore(ObservedCall call) =>
        Charter.Orders.Count(o => o.Kind == OrderKind.Alert && o.After < call.Sequence && o.Resource == call.Target);

    /// <summary>Whether the last order of two opposite kinds before a call was the first kind.</summary>
    public bool Stands(ObservedCall call, OrderKind on, OrderKind off, string resource = "") =>
        Charter.Orders.LastOrDefault(o => o.After < call.Sequence && (o.Kind == on || o.Kind == off) && o.Resource == resource) is { } last
        && last.Kind == on && !(last.Until <= call.At);
}
