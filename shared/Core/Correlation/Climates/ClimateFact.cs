using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Correlation.Climates;

/// <summary>One thing that a scope tells the others; a row of its own, which the scope alone writes.</summary>
/// <param name="Partition">Where it stands.</param>
/// <param name="Row">The row; names the scope, so that no two scopes share one.</param>
/// <param name="Body">What it says, or null when it is over.</param>
/// <param name="Until">When it is over by itself, or null.</param>
public sealed record ClimateFact(string Partition, string Row, string? Body, DateTimeOffset? Until = null)
{
    /// <summary>A fact that holds.</summary>
    public static ClimateFact Of<T>(string partition, string row, T body) => new(partition, row, OpsJson.Write(body));
}

/// <summary>What one commit of a scope changes for the others. Body of outbox kind <c>climate</c>.</summary>
/// <param name="Scope">The scope.</param>
/// <param name="Sequence">The number of its commit: of two updates of one row, the later commit wins, in whatever order they are carried out.</param>
/// <param name="Facts">What began, changed or ended.</param>
/// <param name="Withheld">Whether any of what began was withheld because of what others had told; that may be over by now.</param>
public sealed record ClimateUpdate(string Scope, long Sequence, IReadOnlyList<ClimateFact> Facts, bool Withheld = false);

/// <summary>A row as it is stored. One that is over stays for a while, so that an older update cannot bring it back.</summary>
/// <param name="Sequence">The number of the commit that wrote it.</param>
/// <param name="At">When it was written.</param>
/// <param name="Body">What it says, or null when it is over.</param>
/// <param name="Until">When it is over by itself, or null.</param>
internal sealed record ClimateRow(long Sequence, DateTimeOffset At, string? Body, DateTimeOffset? Until = null);

/// <summary>An alert that fires and explains others.</summary>
/// <param name="Inhibition">The inhibition.</param>
/// <param name="Key">What the equal fields say.</param>
/// <param name="Fingerprint">Its fingerprint.</param>
/// <param name="Rule">Its rule.</param>
/// <param name="AlertId">The newest alert of it.</param>
/// <param name="Since">When it began.</param>
/// <param name="By">The inhibitions that may explain it itself, each with its key; null where none may.</param>
public sealed record ClimateSource(
    string Inhibition, string Key, string Fingerprint, string Rule, string AlertId, DateTimeOffset Since, IReadOnlyList<ClimateExplained>? By = null);

/// <summary>That an inhibition may explain a condition.</summary>
/// <param name="Inhibition">The inhibition.</param>
/// <param name="Key">What the equal fields say.</param>
public sealed record ClimateExplained(string Inhibition, string Key);

/// <summary>An alert that fires and that others may explain.</summary>
/// <param name="Scope">The scope that must look again when they do.</param>
public sealed record ClimateTarget(string Scope);

/// <summary>A deployment of a service.</summary>
/// <param name="Service">The service.</param>
/// <param name="AlertId">The event that told it.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="At">When it was done, or when it was heard of where it still goes on.</param>
/// <param name="Summary">What was deployed, in a sentence.</param>
/// <param name="Commit">The commit or image, or null where the sender names none.</param>
/// <param name="HeardAt">When we heard of it; null where it was stored by a program that did not say.</param>
public sealed record ClimateDeployment(
    string Service, string AlertId, DateTimeOffset StartedAt, DateTimeOffset At, string Summary, string? Commit = null, DateTimeOffset? HeardAt = null)
{
    /// <summary>When it began: its sender's word, but no longer ago than a deployment may take when we hear of it.</summary>
    public DateTimeOffset Began(TimeSpan longest) => (HeardAt ?? At) - longest is var earliest && StartedAt < earliest ? earliest : StartedAt;
}

/// <summary>An incident that was opened; counted for storms.</summary>
/// <param name="At">When.</param>
public sealed record ClimateOpening(DateTimeOffset At);

/// <summary>A storm that is on.</summary>
/// <param name="Key">What is counted together.</param>
/// <param name="About">The same for a person.</param>
/// <param name="IncidentId">The incident that says what is withheld.</param>
/// <param name="Since">When it began.</param>
/// <param name="CommonCause">Whether it is no storm of openings but conditions with a common cause.</param>
public sealed record ClimateStorm(string Key, string About, string IncidentId, DateTimeOffset Since, bool CommonCause = false);

/// <summary>A condition that fires, counted for common causes.</summary>
/// <param name="Resource">Its resource, or null.</param>
/// <param name="Since">When it began.</param>
/// <param name="Service">Its service, or null.</param>
/// <param name="Region">Its region, or null.</param>
/// <param name="Keys">Under which keys it is counted.</param>
public sealed record ClimateFiring(string? Resource, DateTimeOffset Since, string? Service, string? Region, IReadOnlyList<string> Keys);

/// <summary>A region that a provider says has a problem.</summary>
/// <param name="Region">The region.</param>
/// <param name="IncidentId">The open incident that has it.</param>
/// <param name="AlertId">The alert that says so.</param>
/// <param name="Rule">Its rule.</param>
/// <param name="Since">When it began.</param>
public sealed record ClimateRegion(string Region, string IncidentId, string AlertId, string Rule, DateTimeOffset Since);

/// <summary>A condition that others may be grouped with, because it is in an open incident.</summary>
/// <param name="Fingerprint">The condition.</param>
/// <param name="Scope">Its scope.</param>
/// <param name="IncidentId">The incident.</param>
/// <param name="Since">When it began.</param>
public sealed record ClimateMember(string Fingerprint, string Scope, string IncidentId, DateTimeOffset Since);

/// <summary>An error budget of a service that is spent too fast.</summary>
/// <param name="Objective">The objective.</param>
/// <param name="Rate">How many times too fast.</param>
/// <param name="Since">Since when.</param>
public sealed record ClimateSloBurn(string Objective, double Rate, DateTimeOffset Since);

/// <summary>A condition that a storm withholds.</summary>
/// <param name="Scope">Its scope.</param>
/// <param name="Service">Its service, or null.</param>
/// <param name="Rule">Its rule.</param>
/// <param name="Severity">Its severity.</param>
public sealed record ClimateWithheld(string Scope, string? Service, string Rule, Severity Severity);

/// <summary>An open incident of a service, in which something fires.</summary>
/// <param name="Service">The service.</param>
/// <param name="IncidentId">The incident.</param>
/// <param name="Since">When the oldest of its conditions that fire began.</param>
public sealed record ClimateIncident(string Service, string IncidentId, DateTimeOffset Since);
