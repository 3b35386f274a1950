using System.Runtime.InteropServices;
using System.Text.Json;
using OpsAutomation.Core.Alerts.Intake;

namespace OpsAutomation.Core.Alerts.Sources;

/// <summary>
/// Splits a body in the way that all senders share: one message or an array of them, each taken apart by its sender's dialect.
/// What is wrong with a lone message is told to its sender; inside an array it becomes an item with its reason, so that its
/// neighbours survive and nothing is lost. The bounds are the same for all.
/// </summary>
internal static class AlertSplit
{
    /// <summary>
    /// The most alerts of one body. A group in a storm is one body, and a sender does not send a refused one again: this is
    /// more small alerts than the largest body that is read can hold, so only what multiplies (targets, records) meets it.
    /// </summary>
    public const int MaxAlerts = 5000;

    /// <summary>The most bytes of one alert. An SNS message may have 256 KiB (Amazon SNS, "Quotas"), and its envelope comes on top. Fits one row of the ledger.</summary>
    public const int MaxItemLength = 320 * 1024;

    /// <summary>The most bytes of all alerts of one body: what the group says is repeated for each, and must not become gigabytes.</summary>
    public const long MaxTotalLength = 16L * 1024 * 1024;

    /// <summary>Splits a body with a sender's way to read one message. The message is an object and has no <see cref="JsonFlaws"/>.</summary>
    public static SplitResult Split(string source, JsonElement body, Func<JsonElement, MessageSplit> one)
    {
        var room = new Room();
        if (body.ValueKind == JsonValueKind.Object)
        {
            var (problem, handshake) = Take(source, body, one, room, out var items);
            return problem is null ? SplitResult.Of(Once(items), handshake) : SplitResult.Refuse(problem.Field, problem.Message, problem.Status);
        }

        if (body.ValueKind != JsonValueKind.Array)
        {
            return SplitResult.Refuse("body", "The body must be a JSON object, or an array of them.");
        }

        if (body.GetArrayLength() is 0 or > MaxAlerts)
        {
            return SplitResult.Refuse("body", $"The array must hold 1 to {MaxAlerts} alerts.");
        }

        var all = new List<SplitItem>();
        SourceHandshake? first = null;
        var index = 0;
        foreach (var element in body.EnumerateArray())
        {
            var (problem, handshake) = Take(source, element, one, room, out var items);
            first ??= handshake;
            all.AddRange(problem is null ? items : [Unparseable(source, element, $"[{index}]", problem)]);
            index++;
        }

        return SplitResult.Of(Once(all), first);
    }

    /// <summary>An item for something that can never become an alert. The beginning is enough for a person to see who sent what.</summary>
    /// <param name="source">The sender.</param>
    /// <param name="element">What was sent.</param>
    /// <param name="path">Where it stands in the body, or empty.</param>
    /// <param name="problem">What is wrong with it.</param>
    public static SplitItem Unparseable(string source, JsonElement element, string path, SplitProblem problem)
    {
        var raw = element.GetRawText();
        var stub = JsonSerializer.SerializeToElement(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["unparseable"] = AlertText.Clean(raw, 4096),
        });
        return new SplitItem(DerivedId.Of(source, "raw", raw), stub, new DeadLetter(path.Length == 0 ? problem.Field : $"{path}.{problem.Field}", problem.Message));
    }

    // Items are made lazily, so what has no room is never made.
    private static (SplitProblem? Problem, SourceHandshake? Handshake) Take(
        string source, JsonElement element, Func<JsonElement, MessageSplit> one, Room room, out List<SplitItem> items)
    {
        items = [];
        if (JsonFlaws.Find(element) is { } flaw)
        {
            return (new SplitProblem(flaw.Path, flaw.Message, 400), null);
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return (new SplitProblem("body", "An alert must be a JSON object.", 400), null);
        }

        var message = one(element);
        if (message.Problem is not null)
        {
            return (message.Problem, null);
        }

        foreach (var item in message.Items)
        {
            var length = JsonMarshal.GetRawUtf8Value(item.Body).Length;
            if (!room.Has(length))
            {
                return (new SplitProblem("body", $"It makes more than {MaxAlerts} alerts, or more than {MaxTotalLength / 1024 / 1024} MiB of them; send fewer at once.", 413), null);
            }

            items.Add(length > MaxItemLength ? Unparseable(source, item.Body, string.Empty, TooLarge(length)) : item);
        }

        // Alone it is its sender's to mend; in a group the others must not wait for that.
        return items is [{ Unparseable: { Field: "body" } }] && JsonMarshal.GetRawUtf8Value(element).Length is > MaxItemLength and var whole ? (TooLarge(whole), null) : (null, message.Handshake);
    }

    private static SplitProblem TooLarge(int length) => new("body", $"One alert may have {MaxItemLength / 1024} KiB; this one has {length / 1024}.", 413);

    private static List<SplitItem> Once(List<SplitItem> items) => [.. items.DistinctBy(i => i.Id, StringComparer.Ordinal)];

    // What one body may still become. A thousand alerts of a hundred targets each must not become a hundred thousand rows.
    private sealed class Room
    {
        private long _length = MaxTotalLength;
        private int _alerts = MaxAlerts;

        public bool Has(int length)
        {
            (_length, _alerts) = (_length - length, _alerts - 1);
            return _length >= 0 && _alerts >= 0;
        }
    }
}
