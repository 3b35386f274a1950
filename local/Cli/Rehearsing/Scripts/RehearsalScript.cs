using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Cli.Rehearsing.Scripts;

/// <summary>What a rehearsal of a playbook shows.</summary>
internal enum RehearsalKind
{
    /// <summary>It does what it is for.</summary>
    Happy,

    /// <summary>Something fails, and it ends well all the same: taken back, or with a person.</summary>
    Failing,

    /// <summary>A guardrail or a person refuses, and nothing is sent.</summary>
    Refused,

    /// <summary>Anything else worth showing.</summary>
    Other,
}

/// <summary>A rehearsal as data; see docs/rehearsals.md.</summary>
internal sealed record RehearsalScript
{
    /// <summary>The file, for messages.</summary>
    public required string File { get; init; }

    /// <summary>Unique kebab-case name.</summary>
    public required string Name { get; init; }

    /// <summary>The playbook that it is for, or null.</summary>
    public string? Playbook { get; init; }

    /// <summary>What it shows.</summary>
    public required RehearsalKind Kind { get; init; }

    /// <summary>Name of a file of <c>rehearsals/estates</c>, without its ending.</summary>
    public required string Estate { get; init; }

    /// <summary>Texts of the catalogue, the estate among them, to replace.</summary>
    public IReadOnlyList<(string File, string Find, string Replace)> Edits { get; init; } = [];

    /// <summary>ARM ids that may be changed though no alert names them.</summary>
    public IReadOnlyList<string> Besides { get; init; } = [];

    /// <summary>What happens, in order.</summary>
    public required IReadOnlyList<Cue> Timeline { get; init; }

    /// <summary>What must be so at the end.</summary>
    public required Expectation Expect { get; init; }

    /// <summary>What must never have been.</summary>
    public required Prohibition Forbid { get; init; }
}

/// <summary>What must be so at the end.</summary>
internal sealed record Expectation
{
    /// <summary>Status of the newest incident; waited for.</summary>
    public required IncidentStatus Status { get; init; }

    /// <summary>How many incidents there are at least; waited for.</summary>
    public int Incidents { get; init; } = 1;

    /// <summary>A moment that is waited for besides, or null.</summary>
    public Moment? Then { get; init; }

    /// <summary>The longest that any wait of this rehearsal may last in virtual time.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromHours(3);

    /// <summary>The playbook that is chosen; null for any or none.</summary>
    public string? Playbook { get; init; }

    /// <summary>Facts of the newest incident's journal.</summary>
    public IReadOnlyList<FactMatch> Facts { get; init; } = [];

    /// <summary>Texts that its journal holds.</summary>
    public IReadOnlyList<string> Story { get; init; } = [];

    /// <summary>Calls to Azure by us, with how many there are.</summary>
    public IReadOnlyList<CallMatch> Calls { get; init; } = [];

    /// <summary>How many changes we made; null for any number.</summary>
    public int? Changes { get; init; }

    /// <summary>Resources at the end.</summary>
    public IReadOnlyList<StateMatch> State { get; init; } = [];

    /// <summary>Texts that notices to people hold.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>Leases that are left at the end.</summary>
    public int Leases { get; init; }
}

/// <summary>What must never have been, whatever else happened.</summary>
/// <param name="Facts">Facts of any incident's journal.</param>
/// <param name="Calls">Calls to Azure by us that were carried out.</param>
/// <param name="Story">Texts in any incident's journal.</param>
/// <param name="Notices">Texts in any notice.</param>
internal sealed record Prohibition(IReadOnlyList<FactMatch> Facts, IReadOnlyList<CallMatch> Calls, IReadOnlyList<string> Story, IReadOnlyList<string> Notices)
{
    /// <summary>Nothing besides what the observer forbids.</summary>
    public static Prohibition Nothing { get; } = new([], [], [], []);
}

/// <summary>A fact of the journal.</summary>
/// <param name="Kind">Its kind, as it is written.</param>
/// <param name="With">Values that it has, by their way from the root; &lt; and &gt; before a number compare.</param>
/// <param name="Count">Exactly so many; null for at least one.</param>
internal sealed record FactMatch(string Kind, IReadOnlyDictionary<string, string> With, int? Count);

/// <summary>A call of ours.</summary>
/// <param name="Method">HTTP method, or null for every change.</param>
/// <param name="Path">Path that it begins with, or null.</param>
/// <param name="Ends">What its path ends with, or null.</param>
/// <param name="Status">Answer, or null; 0 for one that was lost.</param>
/// <param name="Count">Exactly so many; null for at least one.</param>
internal sealed record CallMatch(string? Method, string? Path, string? Ends, int? Status, int? Count);

/// <summary>A resource at the end.</summary>
/// <param name="Of">Its ARM id.</param>
/// <param name="At">Way to a value, for example <c>sku.capacity</c> or <c>power</c>.</param>
/// <param name="Is">The value; null when there must be none, or no resource.</param>
internal sealed record StateMatch(string Of, string At, string? Is);
