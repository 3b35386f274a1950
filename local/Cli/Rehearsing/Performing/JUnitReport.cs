using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace OpsAutomation.Cli.Rehearsing.Performing;

/// <summary>The results as JUnit XML, which every build system reads.</summary>
internal static class JUnitReport
{
    /// <summary>Writes it; control characters that XML cannot hold are left out.</summary>
    public static void Write(string path, IReadOnlyList<PerformanceResult> results)
    {
        var suite = new XElement(
            "testsuite",
            new XAttribute("name", "rehearsals"),
            new XAttribute("tests", results.Count),
            new XAttribute("failures", results.Count(r => !r.Passed)),
            new XAttribute("time", Seconds(results.Sum(r => r.WallTime.TotalSeconds))),
            results.Select(Case));
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        // Without a byte order mark: some readers take it for text before the root.
        using var writer = XmlWriter.Create(path, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = true });
        new XDocument(new XElement("testsuites", suite)).Save(writer);
    }

    private static XElement Case(PerformanceResult result)
    {
        var one = new XElement(
            "testcase",
            new XAttribute("classname", $"rehearsals.{result.Script.Playbook ?? "other"}"),
            new XAttribute("name", $"{result.Script.Name} (seed {result.Seed})"),
            new XAttribute("time", Seconds(result.WallTime.TotalSeconds)));
        if (!result.Passed)
        {
            one.Add(new XElement("failure", new XAttribute("message", Clean(result.Failures[0])), Clean(string.Join('\n', result.Failures.Append(result.Story)))));
        }

        return one;
    }

    private static string Seconds(double seconds) => seconds.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Clean(string text) => string.Concat(text.Where(XmlConvert.IsXmlChar));
}
