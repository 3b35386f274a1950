using OpsAutomation.Testing.Systems.Processes;

namespace OpsAutomation.EndToEnd.Browsers;

/// <summary>The chromium of this machine. Nothing is downloaded: Playwright drives what Debian installed.</summary>
public static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    /// <summary>Path of the executable, from <c>OPS_CHROMIUM</c> or the PATH; null when there is none.</summary>
    public static string? Path { get; } = Find();

    /// <summary>Why tests in a browser cannot run here, or null.</summary>
    public static string? Lacking => Path is null ? "There is no chromium here: install Debian's package, or name one with OPS_CHROMIUM." : null;

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("OPS_CHROMIUM") is { Length: > 0 } named)
        {
            return File.Exists(named) ? named : null;
        }

        return Programs.Find(Names);
    }
}

/// <summary>A test in a browser; it is skipped, and says why, where there is none.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    /// <summary>Looks for the browser.</summary>
    public BrowserFactAttribute() => Skip = Chromium.Lacking;
}

/// <summary>A test of a card in a browser; it is skipped, and says why, where the browser or the library of cards is missing.</summary>
public sealed class CardFactAttribute : FactAttribute
{
    /// <summary>Looks for both.</summary>
    public CardFactAttribute() => Skip = Chromium.Lacking ?? CardRenderer.Lacking;
}

/// <summary>As <see cref="BrowserFactAttribute"/>, for several cases.</summary>
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    /// <summary>Looks for the browser.</summary>
    public BrowserTheoryAttribute() => Skip = Chromium.Lacking;
}
