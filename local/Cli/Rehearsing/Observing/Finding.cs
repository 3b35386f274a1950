namespace OpsAutomation.Cli.Rehearsing.Observing;

/// <summary>What kind of wrong it is.</summary>
internal enum FindingKind
{
    /// <summary>Something was changed that no alert named.</summary>
    WrongTarget,

    /// <summary>Something was done twice for one reason.</summary>
    Doubled,

    /// <summary>A bound was overstepped.</summary>
    GuardrailBroken,
}

/// <summary>Something that must not have happened.</summary>
/// <param name="Kind">What kind of wrong it is.</param>
/// <param name="Rule">Which rule found it.</param>
/// <param name="Call">The call.</param>
/// <param name="What">What is wrong with it.</param>
internal sealed record Finding(FindingKind Kind, string Rule, ObservedCall Call, string What)
{
    /// <summary>One line.</summary>
    public override string ToString() => $"{Rule}: {Call.At:HH:mm:ss} {Call.Method} {Call.Path}: {What}";
}
