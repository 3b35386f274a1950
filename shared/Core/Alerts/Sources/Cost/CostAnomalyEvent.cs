using System.Globalization;
using System.Text.Json;

namespace OpsAutomation.Core.Alerts.Sources.Cost;

/// <summary>
/// Our own event <c>OpsAutomation.Cost.AnomalyDetected</c>, checked against <c>docs/schemas/cost-anomaly.schema.json</c>. It is ours, so
/// reading is strict: unknown fields are wrong too.
/// </summary>
internal static class CostAnomalyEvent
{
    /// <summary>Type of the event.</summary>
    public const string Type = "OpsAutomation.Cost.AnomalyDetected";

    private const int MaxCauses = 20;
    private const double Cent = 0.01;

    private static readonly string[] Envelope = ["specversion", "id", "source", "type", "time", "subject", "datacontenttype", "dataschema", "data"];
    private static readonly string[] Fields =
        ["series", "scope", "service", "resource", "currency", "expected", "actual", "delta", "score", "window", "rootCauses", "detector", "status"];

    /// <summary>Everything that is wrong with an event, first things first; empty when it fits the schema.</summary>
    public static IReadOnlyList<SplitProblem> Problems(JsonElement body)
    {
        var problems = new List<SplitProblem>();
        void Wrong(string field, string message) => problems.Add(new SplitProblem(field, message, 400));
        var root = new Checked(body, string.Empty, Wrong);
        root.Only(Envelope);
        root.Is("specversion", "1.0");
        root.Is("type", Type);
        root.Text("id", 256);
        root.Text("source", 512);
        root.Time("time");
        if (root.Object("data", required: true) is not { } inner)
        {
            return problems;
        }

        var data = new Checked(inner, "data.", Wrong);
        data.Only(Fields);
        data.Text("series", 256);
        data.Text("scope", 1024);
        data.Text("service", 60, required: false);
        data.Text("detector", 128);
        if (data.Text("resource", 1024, required: false) is { } resource && !resource.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase))
        {
            Wrong("data.resource", "'data.resource' must be an ARM id.");
        }

        if (data.Text("currency", 16) is { } currency && !(currency.Length == 3 && currency.All(char.IsAsciiLetterUpper)))
        {
            Wrong("data.currency", "'data.currency' must be a code of ISO 4217, for example EUR.");
        }

        if (data.Text("status", 16, required: false) is { } status && status is not ("Firing" or "Resolved"))
        {
            Wrong("data.status", "'data.status' must be Firing or Resolved.");
        }

        var (expected, actual, delta) = (data.Number("expected"), data.Number("actual"), data.Number("delta"));
        data.Number("score");
        if (Math.Abs((actual - expected - delta) ?? 0) > Cent)
        {
            Wrong("data.delta", string.Create(CultureInfo.InvariantCulture, $"'data.delta' must be actual minus expected, {actual - expected:0.##}; it is {delta:0.##}."));
        }

        CheckWindow(data, Wrong);
        CheckCauses(data, Wrong);
        return problems;
    }

    private static void CheckWindow(Checked data, Action<string, string> wrong)
    {
        if (data.Object("window", required: true) is not { } inner)
        {
            return;
        }

        var window = new Checked(inner, "data.window.", wrong);
        window.Only(["start", "end"]);
        if (window.Time("start") is { } start && window.Time("end") is { } end && start >= end)
        {
            wrong("data.window.end", "'data.window.end' must be after its start.");
        }
    }

    private static void CheckCauses(Checked data, Action<string, string> wrong)
    {
        if (data.Find("rootCauses") is not { ValueKind: JsonValueKind.Array } causes || causes.GetArrayLength() > MaxCauses)
        {
            wrong("data.rootCauses", $"'data.rootCauses' is required and must be a list of at most {MaxCauses} objects.");
            return;
        }

        var index = 0;
        foreach (var each in causes.EnumerateArray())
        {
            var path = $"data.rootCauses[{index++}]";
            if (each.ValueKind != JsonValueKind.Object)
            {
                wrong(path, $"'{path}' must be an object.");
                continue;
            }

            var cause = new Checked(each, path + ".", wrong);
            cause.Only(["dimension", "value", "share"]);
            cause.Text("dimension", 64);
            cause.Text("value", 256);
            if (cause.Number("share") is < 0 or > 1)
            {
                wrong($"{path}.share", $"'{path}.share' must be between 0 and 1.");
            }
        }
    }
}
