using OpsAutomation.SimulatedAzure.Metrics;
using YamlDotNet.RepresentationModel;

namespace OpsAutomation.SimulatedAzure.Estates;

/// <summary>Reads one metric of an estate.</summary>
internal static class MetricReader
{
    private static readonly string[] Units =
        ["Percent", "Count", "CountPerSecond", "Bytes", "BytesPerSecond", "Seconds", "MilliSeconds", "Unspecified"];

    /// <summary>Reads it; problems are added to the list.</summary>
    public static MetricModel Read(string file, YamlNode node, List<EstateProblem> problems)
    {
        var fields = new YamlFields(file, node, problems, "name", "unit", "aggregation", "load", "faultUntilRestart", "script", "noise", "min", "max", "latency", "gaps");
        var unit = fields.OneOf("unit", "Count", Units);
        var kinds = new[] { "load", "faultUntilRestart", "script" }.Where(fields.Has).ToList();
        if (kinds.Count != 1)
        {
            fields.Problem(EstateCodes.Value, "name", $"a metric needs exactly one of load, faultUntilRestart and script, not {kinds.Count}");
        }

        var script = fields.Has("script") ? Points(file, fields, "script", problems) : null;
        return new MetricModel
        {
            Name = fields.Text("name"),
            Unit = unit,
            Aggregation = fields.OneOf("aggregation", unit == "Count" ? "Total" : "Average", "Average", "Total"),
            Load = fields.Node("load") is { } load ? Load(file, load, problems) : null,
            Fault = fields.Node("faultUntilRestart") is { } fault ? Fault(file, fault, problems) : null,
            Script = script,
            Noise = fields.Number("noise", 0, 0),
            Minimum = fields.Number("min", 0),
            Maximum = fields.Has("max") ? fields.Number("max", null) : unit == "Percent" ? 100 : null,
            Latency = fields.Span("latency", TimeSpan.Zero),
            Gaps = fields.Number("gaps", 0, 0, 1),
        };
    }

    private static LoadModel Load(string file, YamlNode node, List<EstateProblem> problems)
    {
        var fields = new YamlFields(file, node, problems, "pattern", "base", "points", "perInstance", "lag");
        var pattern = fields.OneOf("pattern", "steady", "steady", "ramp", "step");
        if (pattern == "steady" && fields.Has("points"))
        {
            fields.Problem(EstateCodes.Value, "points", "a steady load has a base, not points");
        }

        var points = pattern == "steady"
            ? [new MetricPoint(TimeSpan.Zero, fields.Number("base", null, 0))]
            : Points(file, fields, "points", problems);
        if (pattern != "steady" && fields.Has("base"))
        {
            points = [new MetricPoint(TimeSpan.Zero, fields.Number("base", null, 0)), .. points.Where(point => point.At > TimeSpan.Zero)];
        }

        return new LoadModel(pattern == "ramp", points, fields.Flag("perInstance", true), fields.Span("lag", TimeSpan.FromMinutes(1)));
    }

    private static FaultModel Fault(string file, YamlNode node, List<EstateProblem> problems)
    {
        var fields = new YamlFields(file, node, problems, "from", "bad", "good", "healsAfter");
        return new FaultModel(
            fields.Span("from", TimeSpan.Zero), fields.Number("bad", null), fields.Number("good", null), fields.Span("healsAfter", TimeSpan.FromMinutes(1)));
    }

    private static List<MetricPoint> Points(string file, YamlFields fields, string name, List<EstateProblem> problems)
    {
        var points = new List<MetricPoint>();
        foreach (var item in fields.Items(name))
        {
            var point = new YamlFields(file, item, problems, "at", "value");
            points.Add(new MetricPoint(point.Span("at", null), point.Number("value", null)));
        }

        if (points.Count == 0)
        {
            fields.Problem(EstateCodes.Missing, name, $"'{name}' needs at least one point with at and value");
            points.Add(new MetricPoint(TimeSpan.Zero, 0));
        }
        else if (points.Zip(points.Skip(1)).Any(pair => pair.Second.At <= pair.First.At))
        {
            fields.Problem(EstateCodes.Value, name, $"'{name}' must be in order of 'at'");
        }

        return points;
    }
}
