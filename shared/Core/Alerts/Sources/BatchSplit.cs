using System.Text.Json;
using OpsAutomation.Core.Alerts.Intake;

namespace OpsAutomation.Core.Alerts.Sources;

/// <summary>
/// Splits a body that is one message or an array of them. What is wrong with a lone message is told to its sender; inside an
/// array it becomes an item with its reason, so that its neighbours survive and nothing is lost.
/// </summary>
internal static class BatchSplit
{
    /// <summary>The most alerts of one body.</summary>
    public const int MaxAlerts = 1000;

    /// <summary>An SNS message may have 256 KiB (Amazon SNS, "Quotas"); the envelope around it comes on top. Fits one row of the ledger.</summary>
    public const int MaxItemLength = 320 * 1024;

    /// <summary>Splits a body with a sender's way to read one message. The message has no <see cref="JsonFlaws"/>.</summary>
    public static SplitResult Split(string source, JsonElement body, Func<JsonElement, SplitResult> one)
    {
        if (body.ValueKind == JsonValueKind.Object)
        {
            return Checked(body, one);
        }

        if (body.ValueKind != JsonValueKind.Array)
        {
            return SplitResult.Refuse("body", "The body must be a JSON object, or an array of them.");
        }

        if (body.GetArrayLength() is 0 or > MaxAlerts)
        {
            return SplitResult.Refuse("body", $"The array must hold 1 to {MaxAlerts} alerts.");
        }

        return Many(source, body.EnumerateArray(), string.Empty, e => Checked(e, one));
    }

    /// <summary>Splits every element of a list; the bad ones become items with their reason.</summary>
    /// <param name="source">The sender.</param>
    /// <param name="elements">The elements.</param>
    /// <param name="path">Where the list stands, for the reason.</param>
    /// <param name="one">How to split one element.</param>
    public static SplitResult Many(string source, IEnumerable<JsonElement> elements, string path, Func<JsonElement, SplitResult> one)
    {
        var byId = new Dictionary<string, SplitItem>(StringComparer.Ordinal);
        SourceHandshake? handshake = null;
        var index = 0;
        foreach (var element in elements)
        {
            var result = one(element);
            handshake ??= result.Handshake;
            foreach (var item in result.Problem is { } problem ? [Unparseable(source, element, $"{path}[{index}]", problem)] : result.Items)
            {
                byId.TryAdd(item.Id, item);
            }

            index++;
        }

        return byId.Count > MaxAlerts
            ? SplitResult.Refuse(path.Length == 0 ? "body" : path, $"It makes {byId.Count} alerts; {MaxAlerts} are accepted at once.", 413)
            : SplitResult.Of([.. byId.Values], handshake);
    }

    /// <summary>An item for something that can never become an alert. The beginning is enough for a person to see who sent what.</summary>
    public static SplitItem Unparseable(string source, JsonElement element, string path, SplitProblem problem)
    {
        var raw = element.GetRawText();
        var stub = JsonSerializer.SerializeToElement(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["unparseable"] = AlertText.Clean(raw, 4096),
        });
        return new SplitItem(DerivedId.Of(source, "raw", raw), stub, new DeadLetter(path.Length == 0 ? problem.Field : $"{path}.{problem.Field}", problem.Message));
    }

    private static SplitResult Checked(JsonElement element, Func<JsonElement, SplitResult> one)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return SplitResult.Refuse("body", "An alert must be a JSON object.");
        }

        if (JsonFlaws.Find(element) is { } flaw)
        {
            return SplitResult.Refuse(flaw.Path, flaw.Message);
        }

        var result = one(element);
        return result.Items.FirstOrDefault(i => i.Body.GetRawText().Length > MaxItemLength) is { } large
            ? SplitResult.Refuse("body", $"One alert may have {MaxItemLength / 1024} KiB; this one has {large.Body.GetRawText().Length / 1024}.", 413)
            : result;
    }
}
