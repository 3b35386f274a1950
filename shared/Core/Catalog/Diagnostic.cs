namespace OpsAutomation.Core.Catalog;

/// <summary>How grave a diagnostic is. An error stops the start and fails <c>lint</c>.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Worth a look; nothing is refused.</summary>
    Warning,

    /// <summary>The catalogue is not loaded while this stands.</summary>
    Error,
}

/// <summary>One problem in the catalogue: a stable code, where it is, and what to write instead.</summary>
/// <param name="Code">A stable code, <c>OPS1001</c> and so on; listed in docs/diagnostics.md.</param>
/// <param name="Severity">How grave it is.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
/// <param name="File">The file, relative to the catalogue.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
public sealed record Diagnostic(string Code, DiagnosticSeverity Severity, string Message, string File, int Line, int Column)
{
    /// <summary>Renders <c>file:line:column: error OPS1001: message</c>, the form that editors jump to.</summary>
    public override string ToString() =>
        $"{File}:{Line}:{Column}: {(Severity == DiagnosticSeverity.Error ? "error" : "warning")} {Code}: {Message}";
}
