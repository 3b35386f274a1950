using System.Security.Cryptography;
using System.Text;

namespace OpsAutomation.Pages.Rendering;

/// <summary>The one style sheet of all pages, from the assembly; no other asset exists.</summary>
public static class Stylesheet
{
    /// <summary>Where the pages look for it.</summary>
    public const string Path = "/ops/style.css";

    /// <summary>Its media type.</summary>
    public const string ContentType = "text/css; charset=utf-8";

    /// <summary>The text.</summary>
    public static string Content { get; } = Read();

    /// <summary>Its strong ETag with quotes: the start of the SHA-256 of the text.</summary>
    public static string ETag { get; } =
        '"' + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Content)))[..16] + '"';

    /// <summary>The address in the pages. It names the content, so the answer may be cached for ever.</summary>
    public static string Href { get; } = $"{Path}?v={ETag.Trim('"')}";

    private static string Read()
    {
        using var stream = typeof(Stylesheet).Assembly.GetManifestResourceStream("style.css")
            ?? throw new InvalidOperationException("The style sheet is missing from the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
