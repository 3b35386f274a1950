using Microsoft.Playwright;

namespace OpsAutomation.EndToEnd.Browsers;

/// <summary>One browser for the tests of a class.</summary>
public sealed class BrowserSession : IAsyncLifetime
{
    // No sandbox, since CI often runs as root; the rest keeps the browser from calling home.
    private static readonly string[] Arguments =
    [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        if (Chromium.Path is { } path)
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Headless = true, Args = Arguments });
        }
    }

    /// <summary>Opens a reader with a window of their own, which nothing is shared with.</summary>
    /// <param name="width">Width of the window in CSS pixels.</param>
    /// <param name="dark">Whether they prefer dark colours.</param>
    /// <param name="script">Whether script runs.</param>
    public async Task<Reader> OpenAsync(int width = 1280, bool dark = false, bool script = true)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = width < 600 ? 844 : 900 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = script,
        });
        context.SetDefaultTimeout(20_000);
        return new Reader(context, await context.NewPageAsync());
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
