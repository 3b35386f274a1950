using YamlDotNet.Core;

namespace OpsAutomation.Core.Catalog;

/// <summary>Collects every problem of a catalogue, so that one run of <c>lint</c> tells them all.</summary>
public sealed class DiagnosticBag
{
    private readonly List<Diagnostic> _diagnostics = [];

    /// <summary>What was found, in the order of files and lines.</summary>
    public IReadOnlyList<Diagnostic> All =>
        [.. _diagnostics.OrderBy(d => d.File, StringComparer.Ordinal).ThenBy(d => d.Line).ThenBy(d => d.Column)];

    /// <summary>Whether anything forbids loading.</summary>
    public bool HasErrors => _diagnostics.Exists(d => d.Severity == DiagnosticSeverity.Error);

    /// <summary>Adds an error at a position of a file.</summary>
    public void Error(string code, string message, string file, Mark at) =>
        Add(new Diagnostic(code, DiagnosticSeverity.Error, message, file, (int)at.Line, (int)at.Column));

    /// <summary>Adds a warning at a position of a file.</summary>
    public void Warning(string code, string message, string file, Mark at) =>
        Add(new Diagnostic(code, DiagnosticSeverity.Warning, message, file, (int)at.Line, (int)at.Column));

    /// <summary>Adds a diagnostic that was built elsewhere.</summary>
    public void Add(Diagnostic diagnostic) => _diagnostics.Add(diagnostic);
}
