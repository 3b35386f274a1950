namespace OpsAutomation.Pages.Rendering;

/// <summary>The response headers that every page carries.</summary>
public static class PageHeaders
{
    /// <summary>
    /// No script, no frame, no request to anywhere but our style sheet and our own forms. Images are allowed as
    /// <c>data:</c> alone, for the icon in the layout; no page shows an image from data.
    /// </summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Media type of a page.</summary>
    public const string ContentType = "text/html; charset=utf-8";

    /// <summary>
    /// All of them by name. The referrer stays inside our origin, because approval links carry a token; it is not
    /// <c>no-referrer</c>, because a browser then posts forms with the origin <c>null</c>, which the origin check refuses.
    /// </summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["Content-Security-Policy"] = ContentSecurityPolicy,
        ["Referrer-Policy"] = "same-origin",
        ["X-Content-Type-Options"] = "nosniff",
        ["X-Frame-Options"] = "DENY",
        ["Cross-Origin-Opener-Policy"] = "same-origin",
        ["Cache-Control"] = "no-store",
        ["X-Robots-Tag"] = "noindex, nofollow",
    };
}
