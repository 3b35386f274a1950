using System.Text;
using OpsAutomation.Core.Expressions.Conformance;

namespace OpsAutomation.Unit.Core.Expressions;

/// <summary>The conformance cases and the list of those that are left out; both are part of the test assembly.</summary>
internal static class CaseFolder
{
    private const string Prefix = "Cases/";

    public static string[] Files { get; } = [.. typeof(CaseFolder).Assembly.GetManifestResourceNames()
        .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal) && n.EndsWith(".json", StringComparison.Ordinal))
        .Select(n => n[Prefix.Length..])
        .Order(StringComparer.Ordinal)];

    public static IReadOnlyList<ExpressionCase> Cases(string file) => ExpressionCase.ReadAll(Text(file));

    public static string Text(string file)
    {
        using var stream = typeof(CaseFolder).Assembly.GetManifestResourceStream(Prefix + file)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
