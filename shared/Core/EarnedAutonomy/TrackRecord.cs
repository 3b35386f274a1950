using OpsAutomation.Core.Playbooks;

namespace OpsAutomation.Core.EarnedAutonomy;

/// <summary>What a playbook has earned for a class of resources, and how.</summary>
public sealed record TrackRecord
{
    /// <summary>Runs of which the record keeps the verdict; older ones have had their say.</summary>
    public const int MaxKept = 50;

    /// <summary>Name of the playbook.</summary>
    public required string Playbook { get; init; }

    /// <summary>ARM type of the resources, lower case.</summary>
    public required string ResourceClass { get; init; }

    /// <summary>Hash of the content that earned it. Another content starts anew.</summary>
    public required string Hash { get; init; }

    /// <summary>How much it may do on its own now; never above what the playbook declares.</summary>
    public required Autonomy Level { get; init; }

    /// <summary>Runs in a row in which people agreed and the outcome was verified.</summary>
    public int Agreeing { get; init; }

    /// <summary>The level that is proposed to people, or null.</summary>
    public Autonomy? Proposed { get; init; }

    /// <summary>Verdicts, newest first, at most <see cref="MaxKept"/>.</summary>
    public IReadOnlyList<RunVerdict> Verdicts { get; init; } = [];

    /// <summary>Why the level is what it is, in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>When the level last changed.</summary>
    public required DateTimeOffset Since { get; init; }
}
