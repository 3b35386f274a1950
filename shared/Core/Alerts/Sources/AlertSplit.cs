using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OpsAutomation.Core.Alerts.Intake;

namespace OpsAutomation.Core.Alerts.Sources;

/// <summary>One alert inside a body.</summary>
/// <param name="Body">The alert as its sender would have sent it alone: taking it apart again gives just it.</param>
/// <param name="Event">What its sender says that names the event; null when only the content does.</param>
internal sealed record AlertPart(JsonElement Body, IReadOnlyList<string?>? Event = null);

/// <summary>
/// Splits a body in the way that all senders share: one JSON object or an array of them, each taken apart by its sender's
/// dialect. Bounds hold for all: a neighbour that breaks one becomes an item with its reason, and the others survive.
/// </summary>
internal static class AlertSplit
{
    /// <summary>The most alerts of one body: more small ones than fit in the largest body that is read, for a group in a storm is one body.</summary>
    public const int MaxAlerts = 5000;

    // 26 characters of 5 bits: 130 bits, so a collision is not a case to handle.
    private const int IdCharacters = 26;
    private const int MaxItemLength = 256 * 1024;
    private const long MaxTotalLength = 16L * 1024 * 1024;

    /// <summary>Splits; <paramref name="take"/> takes one object apart and never gives nothing.</summary>
    public static SplitResult Split(string source, JsonElement body, Func<JsonElement, IEnumerable<AlertPart>> take)
    {
        if (body.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            return SplitResult.Refuse("body", "The body must be a JSON object, or an array of them.");
        }

        var isList = body.ValueKind == JsonValueKind.Array;
        if (isList && body.GetArrayLength() is 0 or > MaxAlerts)
        {
            return SplitResult.Refuse("body", $"The array must hold 1 to {MaxAlerts} alerts.");
        }

        var items = new Dictionary<string, SplitItem>(StringComparer.Ordinal);
        var total = 0L;
        var index = 0;
        foreach (var element in isList ? [.. body.EnumerateArray()] : new[] { body })
        {
            var place = isList ? $"[{index++}]." : string.Empty;
            if (Flaw(element) is { } flaw)
            {
                if (!isList)
                {
                    return SplitResult.Refuse(flaw.Field, flaw.Reason);
                }

                Add(items, Unparseable(source, element, flaw with { Field = place + flaw.Field }));
                continue;
            }

            foreach (var part in take(element))
            {
                var length = part.Body.GetRawText().Length;
                total += length;
                if (items.Count >= MaxAlerts || total > MaxTotalLength)
                {
                    return SplitResult.Refuse("body", $"It holds more than {MaxAlerts} alerts or {MaxTotalLength / 1024 / 1024} MiB of them; send fewer at once.", 413);
                }

                Add(items, length > MaxItemLength
                    ? Unparseable(source, part.Body, new DeadLetter(place + "body", $"One alert may have {MaxItemLength / 1024} KiB; this one has {length / 1024}."))
                    : new SplitItem(Id(source, part), part.Body));
            }
        }

        return SplitResult.Of([.. items.Values]);
    }

    private static DeadLetter? Flaw(JsonElement element) =>
        JsonFlaws.Find(element) is { } flaw ? new DeadLetter(flaw.Path, flaw.Message)
        : element.ValueKind != JsonValueKind.Object ? new DeadLetter("body", "An alert must be a JSON object.")
        : null;

    private static void Add(Dictionary<string, SplitItem> items, SplitItem item) => items.TryAdd(item.Id, item);

    private static string Id(string source, AlertPart part) =>
        part.Event is { } names ? Make(source, ["event", .. names]) : Make(source, ["content", OneOf.Hash(part.Body)]);

    // The beginning is enough for a person to see who sent what.
    private static SplitItem Unparseable(string source, JsonElement element, DeadLetter reason)
    {
        var raw = element.GetRawText();
        var stub = JsonSerializer.SerializeToElement(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["unparseable"] = AlertText.Clean(raw, 4096),
        });
        return new SplitItem(Make(source, ["raw", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(raw)))]), stub, reason);
    }

    private static string Make(string source, IEnumerable<string?> parts) => "al-" + LengthPrefixedHash.Base32(IdCharacters, [source, .. parts]);
}
