using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace OpsAutomation.EndToEnd.Browsers;

/// <summary>A person at a browser, and everything that the browser complained about or asked the network for.</summary>
public sealed class Reader : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly ConcurrentQueue<Uri> _requests = new();

    internal Reader(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Enqueue($"{message.Type}: {message.Text}");
            }
        };
        page.PageError += (_, error) => _complaints.Enqueue($"page error: {error}");
        page.Dialog += (_, dialog) =>
        {
            _complaints.Enqueue($"dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
        page.Request += (_, request) => _requests.Enqueue(new Uri(request.Url));
    }

    /// <summary>The tab.</summary>
    public IPage Page { get; }

    /// <summary>Errors and warnings of the console, script errors and dialogs.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>Requests that left for another origin than that of the page.</summary>
    public IReadOnlyList<Uri> Outside(Uri origin) => [.. _requests.Where(r => r.Scheme is not ("data" or "about") && r.GetLeftPart(UriPartial.Authority) != origin.GetLeftPart(UriPartial.Authority))];

    /// <summary>Opens an address and waits until everything of it is there.</summary>
    /// <returns>Status of the answer.</returns>
    public async Task<int> OpenAsync(Uri address) => (await Page.GotoAsync(address.AbsoluteUri, new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle }))!.Status;

    /// <summary>What makes the page wider than the window, so that a reader would have to scroll sideways; empty when all of it fits.</summary>
    public async Task<IReadOnlyList<string>> TooWideAsync() => await Page.EvaluateAsync<string[]>(
        """
        () => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          return ['the page by ' + (document.documentElement.scrollWidth - width) + ' px',
            ...[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > width)
              .map(e => e.tagName + '.' + e.className + ': ' + e.textContent.trim().slice(0, 60))];
        }
        """);

    /// <summary>Text as it is seen.</summary>
    public Task<string> TextAsync() => Page.Locator("body").InnerTextAsync();

    /// <summary>Where the links of the page lead, as written in it.</summary>
    public async Task<IReadOnlyList<string>> LinksAsync() => await Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('a')].map(a => a.getAttribute('href') ?? '')");

    /// <summary>Keeps a picture of the whole page in the folder of <c>OPS_SCREENSHOTS</c>, for people to look at; nothing when it is not set.</summary>
    public async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("OPS_SCREENSHOTS") is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), FullPage = true });
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
