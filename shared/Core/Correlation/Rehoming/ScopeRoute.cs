using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Correlation.Rehoming;

/// <summary>That a condition, or the conditions of a resource, may belong to another scope than the one that the catalogue names now.</summary>
/// <param name="Scope">The scope that knows them.</param>
/// <param name="Fingerprint">The condition; null where it is a resource.</param>
/// <param name="Resource">The resource; null where it is a condition.</param>
/// <param name="At">When that was found.</param>
public sealed record ScopeRoute(string Scope, string? Fingerprint, string? Resource, DateTimeOffset At)
{
    /// <summary>Its row.</summary>
    internal string Row => Fingerprint is { } f ? $"{ConditionPrefix}{f}~{Scope}" : $"{ResourcePrefix}{LengthPrefixedHash.Hex(24, Resource)}~{Scope}";

    internal const string ConditionPrefix = "fp~";
    internal const string ResourcePrefix = "res~";

    internal RecordChange Change => new RecordChange.Upsert(Row, OpsJson.Write(this));
}

/// <summary>For which catalogue the routes are.</summary>
/// <param name="Places">A hash of its services and of which resources belong to them.</param>
/// <param name="ChangedAt">Since when.</param>
internal sealed record RouteHead(string Places, DateTimeOffset ChangedAt);
