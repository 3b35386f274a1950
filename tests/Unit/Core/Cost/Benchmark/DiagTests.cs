using OpsAutomation.Core.Cost.Detection;
namespace OpsAutomation.Unit.Core.Cost.Benchmark;
public sealed class DiagTests
{
    [Fact]
    public void Diag()
    {
        var buckets = new SortedDictionary<string, (int F, int A)>();
        var k = 0;
        foreach (var (series, labels) in new CostWorld(1, 200).All)
        {
            var scan = SeasonalDetector.Scan(series, new DetectionOptions { Holidays = CostWorld.Holidays });
            var free = scan.Anomalies.ToList();
            foreach (var l in labels)
            {
                var at = free.FindIndex(a => a.FoundOn >= l.Start && a.FoundOn <= l.End);
                if (at >= 0) free.RemoveAt(at);
                if (!l.Required) continue;
                var key = $"{l.Kind} {Math.Min(12, (int)l.Deviations):00}";
                var (f, a2) = buckets.GetValueOrDefault(key);
                buckets[key] = (f + (at >= 0 ? 1 : 0), a2 + 1);
                if (at < 0 && l.Deviations > 6 && k++ < 25)
                {
                    var j = scan.Days.Where(d => d.Day >= l.Start.AddDays(-1) && d.Day <= l.Start.AddDays(6));
                    Console.Error.WriteLine($"MISS {series.Name.Value} {l} first {series.First}: " + string.Join(" ", j.Select(d => $"{d.Actual:0}/{d.Expected:0}~{d.Deviation:0.#}{d.Verdict}")) + " | near " + string.Join(";", scan.Anomalies.Where(a => Math.Abs(a.Start.DayNumber - l.Start.DayNumber) < 60).Select(a => $"{a.Kind} {a.Start} found {a.FoundOn} thr {a.Through} end {a.EndedOn} {a.Score:0.#}")));
                }
            }
            foreach (var f in free) Console.Error.WriteLine($"FALSE {series.Name.Value} {f.Kind} {f.Start} found {f.FoundOn} thr {f.Through} {f.Score:0.0} | labels " + string.Join(";", labels.Where(l => Math.Abs(l.Start.DayNumber - f.Start.DayNumber) < 60).Select(l => $"{l.Kind} {l.Start}..{l.End} {l.Deviations:0.0}{(l.Required ? "" : " small")}")));
        }
        var w = new CostWorld(1, 200, false);
        var rs = new List<(double, bool, double, double)>();
        for (var q = 0; q < 200; q++) { var sc = SeasonalDetector.Scan(w.All[q].Series, new DetectionOptions { Holidays = CostWorld.Holidays }); var l = sc.Days[^5]; rs.Add((l.Deviation / l.Expected / w.Sigmas[q].Item1, w.Sigmas[q].Item2, w.Sigmas[q].Item3, w.Sigmas[q].Item4)); Console.Error.WriteLine(sc.Anomalies.Count == 0 ? "" : "NULLFALSE " + string.Join(";", sc.Anomalies.Select(f => $"{f.Kind} {f.Start} found {f.FoundOn} {f.Score:0.0}"))+ w.Sigmas[q]); }
        foreach (var g in rs.GroupBy(r => $"heavy {r.Item2} mem {r.Item3 > 0} ms {r.Item4 > 0}")) { var o = g.Select(r => r.Item1).Order().ToList(); Console.Error.WriteLine($"RATIO {g.Key} n {o.Count} q10 {o[o.Count / 10]:0.00} med {o[o.Count / 2]:0.00} q90 {o[o.Count * 9 / 10]:0.00}"); }
        foreach (var (key, v) in buckets) Console.Error.WriteLine($"{key}: {v.F}/{v.A}");
    }
}
