using System.Text.RegularExpressions;

namespace OpsAutomation.Core.Catalog;

/// <summary>How names in the files of the catalogue are written: lower-case letters and digits in words with dashes between, such as <c>shop-web</c>.</summary>
internal static partial class CatalogName
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 60;

    /// <summary>Whether a text is a name.</summary>
    public static bool Is(string text) => text.Length <= MaxLength && IsOfAnyLength(text);

    /// <summary>Whether a text is written as a name, however long it is.</summary>
    public static bool IsOfAnyLength(string text) => Kebab().IsMatch(text);

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Kebab();
}
