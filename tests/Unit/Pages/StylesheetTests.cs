using System.Globalization;
using System.Text.RegularExpressions;
using OpsAutomation.Pages.Rendering;

namespace OpsAutomation.Unit.Pages;

public partial class StylesheetTests
{
    private static readonly (string Front, string Back)[] Pairs =
    [
        ("text", "page"), ("text", "surface"), ("muted", "page"), ("muted", "surface"), ("link", "page"), ("link", "surface"),
        ("neutral", "neutral-back"), ("text", "neutral-back"), ("info", "info-back"), ("good", "good-back"), ("warning", "warning-back"),
        ("danger", "danger-back"), ("link", "danger-back"), ("link", "warning-back"), ("button-text", "button"), ("stop-text", "stop"), ("danger", "surface"), ("good", "surface"),
    ];

    public static TheoryData<string, int> EveryPairInBothSchemes
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var (front, back) in Pairs)
            {
                data.Add($"{front} on {back}", 0);
                data.Add($"{front} on {back}", 1);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(EveryPairInBothSchemes))]
    public void Text_can_be_read_on_its_ground(string pair, int scheme)
    {
        var names = pair.Split(" on ");
        var (front, back) = (Luminance(Colour(names[0], scheme)), Luminance(Colour(names[1], scheme)));
        var contrast = (Math.Max(front, back) + 0.05) / (Math.Min(front, back) + 0.05);
        Assert.True(contrast >= 4.5, $"{pair} in scheme {scheme} has only {contrast:0.00}:1");
    }

    [Fact]
    public void The_sheet_fetches_nothing_and_its_address_names_its_content()
    {
        Assert.DoesNotContain("url(", Stylesheet.Content, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", Stylesheet.Content, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(Stylesheet.ETag.Trim('"'), Stylesheet.Href, StringComparison.Ordinal);
    }

    [Fact]
    public void The_policy_allows_no_script_and_no_frame()
    {
        var policy = PageHeaders.All["Content-Security-Policy"];
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    // The first :root block is the light scheme, the second the dark one.
    private static string Colour(string name, int scheme)
    {
        var block = RootBlock().Matches(Stylesheet.Content)[scheme].Groups["block"].Value;
        return Regex.Match(block, $"--{Regex.Escape(name)}: #(?<hex>[0-9a-f]{{6}});", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["hex"].Value;
    }

    // Relative luminance of WCAG 2.2.
    private static double Luminance(string hex)
    {
        double Part(int start)
        {
            var share = int.Parse(hex.AsSpan(start, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
        }

        return 0.2126 * Part(0) + 0.7152 * Part(2) + 0.0722 * Part(4);
    }

    [GeneratedRegex(@":root \{(?<block>[^}]*)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RootBlock();
}
