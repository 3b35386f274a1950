namespace OpsAutomation.Core.Cost.Rightsizing;

/// <summary>How long an advice has held, and what was done about it.</summary>
/// <param name="Resource">ARM id.</param>
/// <param name="Advice">The newest advice.</param>
/// <param name="Held">Evaluations in a row that gave the same kind and target.</param>
/// <param name="Since">When the row began.</param>
/// <param name="Mark">Its mark, or null.</param>
public sealed record AdviceHold(string Resource, Advice Advice, int Held, DateTimeOffset Since, OperationMark? Mark = null)
{
    /// <summary>Evaluations in a row before anything follows: four weekly ones, and a fit of five (Azure Optimization Engine).</summary>
    public const int Needed = 4;

    /// <summary>Least fit before anything follows.</summary>
    public const double LeastFit = 5;

    /// <summary>True when it may be marked: it held, it fits, and nobody objected.</summary>
    public bool IsRipe => Held >= Needed && Advice.Fit >= LeastFit && Advice.Kind != AdviceKind.None && Mark is not { State: MarkState.Objected };

    /// <summary>Takes a further evaluation in. Another advice begins a row of its own and takes a waiting mark back.</summary>
    /// <param name="before">What stood before, or null.</param>
    /// <param name="advice">The evaluation.</param>
    /// <param name="now">When.</param>
    public static AdviceHold Next(AdviceHold? before, Advice advice, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(advice);
        return before is not null && before.Advice.Kind == advice.Kind && before.Advice.Target == advice.Target
            ? before with { Advice = advice, Held = before.Held + 1 }
            : new AdviceHold(advice.Resource, advice, 1, now, before?.Mark is { State: MarkState.Objected } objection ? objection : null);
    }
}

/// <summary>How a mark stands.</summary>
public enum MarkState
{
    /// <summary>The grace period runs.</summary>
    Waiting,

    /// <summary>The owner objected: nothing happens, and nothing is marked again.</summary>
    Objected,

    /// <summary>The grace period is over without a word.</summary>
    Due,
}

/// <summary>A thing marked for an operation: visible to its owner, who may object until the grace period ends.</summary>
/// <param name="Operation">What will be proposed.</param>
/// <param name="MarkedAt">When.</param>
/// <param name="DueAt">When the grace period ends.</param>
/// <param name="Owner">Who was told, or null where no tag and no service names anybody.</param>
/// <param name="State">How it stands.</param>
/// <param name="By">Who objected, or null.</param>
/// <param name="Reason">Why, or null.</param>
public sealed record OperationMark(AdviceKind Operation, DateTimeOffset MarkedAt, DateTimeOffset DueAt, string? Owner, MarkState State, string? By = null, string? Reason = null)
{
    /// <summary>Least grace.</summary>
    public static readonly TimeSpan LeastGrace = TimeSpan.FromDays(7);

    /// <summary>Marks; null where nobody could be told: what nobody hears of gets no grace and no operation.</summary>
    /// <param name="hold">The advice, which must be ripe.</param>
    /// <param name="owner">Owner by tag, or by the service catalogue.</param>
    /// <param name="now">The time.</param>
    /// <param name="grace">How long; at least <see cref="LeastGrace"/>.</param>
    public static OperationMark? Set(AdviceHold hold, string? owner, DateTimeOffset now, TimeSpan grace)
    {
        ArgumentNullException.ThrowIfNull(hold);
        return !hold.IsRipe || owner is null ? null : new OperationMark(hold.Advice.Kind, now, now + (grace < LeastGrace ? LeastGrace : grace), owner, MarkState.Waiting);
    }

    /// <summary>The owner, or anybody who answers for it, objects; possible until it is carried out.</summary>
    public OperationMark Object(string by, string reason) => this with { State = MarkState.Objected, By = by, Reason = reason };

    /// <summary>How it stands at a time.</summary>
    public OperationMark At(DateTimeOffset now) => State == MarkState.Waiting && now >= DueAt ? this with { State = MarkState.Due } : this;
}
