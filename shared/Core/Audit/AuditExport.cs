using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Audit;

/// <summary>
/// The record as JSON lines that can be carried away: a header, the anchors of the days asked for, and every chain that grew in them,
/// from its first entry on, since a chain proves nothing from the middle. The last line is a hash over all before it. What
/// <see cref="AuditFile"/> needs to check it is in it.
/// </summary>
public sealed class AuditExport(IRecordStore store, IAnchorStore anchors, TimeProvider clock)
{
    /// <summary>The format that this program writes.</summary>
    public const int Format = 1;

    private readonly ChainReader _chains = new(store);

    /// <summary>Writes the lines, without their ends.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="from">The first day (UTC).</param>
    /// <param name="to">The last day.</param>
    /// <param name="incidentIds">The ids of all incidents that the list knows.</param>
    /// <param name="cancellationToken">Ends the export; what was written then has no end, and is not taken for whole.</param>
    public async IAsyncEnumerable<string> LinesAsync(
        string environment, DateOnly from, DateOnly to, IAsyncEnumerable<string> incidentIds, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(incidentIds);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var lines = 0;
        await foreach (var line in BodyAsync(environment, from, to, incidentIds, cancellationToken))
        {
            lines++;
            hash.AppendData(Encoding.UTF8.GetBytes(line + "\n"));
            yield return line;
        }

        yield return Line(("kind", "end"), ("lines", lines), ("hash", Convert.ToHexStringLower(hash.GetHashAndReset())));
    }

    private async IAsyncEnumerable<string> BodyAsync(
        string environment, DateOnly from, DateOnly to, IAsyncEnumerable<string> incidentIds, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Line(
            ("kind", "export"), ("format", Format), ("environment", environment), ("from", $"{from:yyyy-MM-dd}"), ("to", $"{to:yyyy-MM-dd}"), ("at", $"{clock.GetUtcNow().UtcDateTime:O}"));
        foreach (var day in (await anchors.DaysAsync(cancellationToken)).Where(d => d >= from && d <= to))
        {
            if (await anchors.ReadAsync(day, cancellationToken) is { } text)
            {
                yield return Line(("kind", "anchor"), ("day", $"{day:yyyy-MM-dd}"), ("text", text));
            }
        }

        await foreach (var chain in incidentIds.Prepend(ChangeLedger.Chain).WithCancellation(cancellationToken))
        {
            var stored = await _chains.ReadAsync(chain, cancellationToken);
            if (!stored.Entries.Any(e => Day(e) is { } day && day >= from && day <= to))
            {
                continue;
            }

            yield return Line(("kind", "chain"), ("chain", chain), ("count", stored.Head?.Count ?? 0), ("hash", stored.Head?.Hash ?? string.Empty));
            foreach (var entry in stored.Entries)
            {
                yield return Line(("kind", "entry"), ("chain", chain), ("entry", entry.DeepClone()));
            }
        }
    }

    // An entry whose time cannot be read is in every export: it must not slip through.
    private static DateOnly? Day(JsonObject entry) =>
        entry["at"] is JsonValue value && value.TryGetValue<string>(out var text) && DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var at)
            ? DateOnly.FromDateTime(at.UtcDateTime)
            : null;

    private static string Line(params (string Name, JsonNode? Value)[] members) =>
        new JsonObject(members.Select(m => KeyValuePair.Create(m.Name, m.Value))).ToJsonString(OpsJson.Options);
}
