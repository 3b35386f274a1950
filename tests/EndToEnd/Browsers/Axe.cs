
namespace OpsAutomation.EndToEnd.Browsers;

/// <summary>Checks a page against WCAG 2.2 A and AA with the axe library, as far as a program can.</summary>
public static class Axe
{
    private static readonly string Library = Path.Combine(AppContext.BaseDirectory, "axe.min.js");

    /// <summary>Why pages cannot be checked here, or null.</summary>
    public static string? Lacking => File.Exists(Library) ? null : "The axe library is not here: run 'npm ci' in tests/EndToEnd and build again.";

    /// <summary>What is wrong with the page that is shown, each with its elements; empty when all is well.</summary>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(Reader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);

        // The page allows no script at all; what the driver evaluates is not the page's.
        await reader.Page.EvaluateAsync(await File.ReadAllTextAsync(Library));
        return await reader.Page.EvaluateAsync<string[]>(
            """
            async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] })).violations
              .map(v => `${v.id}: ${v.help}: ${v.nodes.map(n => n.html.slice(0, 120) + ' | ' + (n.any[0]?.message ?? '')).join(' ; ')}`)
            """);
    }
}

/// <summary>A test with axe in a browser; it is skipped, and says why, where one of them is missing.</summary>
public sealed class AxeTheoryAttribute : TheoryAttribute
{
    /// <summary>Looks for both.</summary>
    public AxeTheoryAttribute() => Skip = Chromium.Lacking ?? Axe.Lacking;
}
