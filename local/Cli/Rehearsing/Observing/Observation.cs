namespace OpsAutomation.Cli.Rehearsing.Observing;

/// <summary>The call log beside the charter, with what rules ask for again and again.</summary>
internal sealed class Observation
{
    /// <summary>Reads the log.</summary>
    public Observation(IReadOnlyList<ObservedCall> log, Charter charter)
    {
        (Changes, Charter) = ([.. log.Where(c => c.Changes && c.Done)], charter);
        var capacity = new Dictionary<string, long>(StringComparer.Ordinal);
        var last = new Dictionary<string, ObservedCall>(StringComparer.Ordinal);
        var effects = new List<Effect>();
        foreach (var call in Changes)
        {
            if (call.Principal == charter.Principal)
            {
                var previous = last.GetValueOrDefault(call.Target);
                effects.Add(new Effect(
                    call, capacity.TryGetValue(call.Target, out var before) ? before : null, previous, previous is null || Told(OrderKind.Alert, call, previous.Sequence)));
                last[call.Target] = call;
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

    /// <summary>How many alerts had fired about the target of a call before it.</summary>
    public int AlertsBefore(ObservedCall call) => Before(OrderKind.Alert, call).Count();

    /// <summary>Whether something was said about the target of a call before it, and after a moment of the log.</summary>
    public bool Told(OrderKind kind, ObservedCall call, long since) => Before(kind, call).Any(o => o.After >= since);

    /// <summary>How many people had approved a change of the target of a call before it, and after a moment of the log.</summary>
    public int Approvers(ObservedCall call, long since) =>
        Before(OrderKind.Approved, call).Where(o => o.After >= since).Select(o => o.By).Distinct(StringComparer.Ordinal).Count();

    /// <summary>Since when, in the log, something stands at a call; null when it does not.</summary>
    /// <param name="call">The call.</param>
    /// <param name="on">What begins it.</param>
    /// <param name="off">What ends it.</param>
    /// <param name="target">What it is about; null for everything.</param>
    public Order? StandsSince(ObservedCall call, OrderKind on, OrderKind off, string? target = null) => Charter.Orders
        .Where(o => o.After < call.Sequence && (o.Kind == on || o.Kind == off) && (target is null || Targets.Cover(o.Resource, target)))
        .GroupBy(o => o.Resource, StringComparer.Ordinal)
        .Select(g => g.Last())
        .Where(o => o.Kind == on && o.At + Charter.OnItsWay <= call.At && !(o.Until <= call.At))
        .FirstOrDefault();

    private IEnumerable<Order> Before(OrderKind kind, ObservedCall call) =>
        Charter.Orders.Where(o => o.Kind == kind && o.After < call.Sequence && IsAbout(o.Resource, call.Target));

    private bool IsAbout(string named, string target) => Targets.Cover(named, target)
        || Charter.Together.Any(set => set.Any(one => Targets.Cover(one, target)) && set.Any(one => Targets.Cover(named, one) || Targets.Cover(one, named)));
}
