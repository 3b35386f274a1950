using OpsAutomation.Core.Slos;
using OpsAutomation.Pages.Rendering;
using OpsAutomation.Pages.Words;

namespace OpsAutomation.Pages.Slos;

/// <summary>How objectives stand.</summary>
/// <param name="Context">What every page knows.</param>
/// <param name="Report">What is known.</param>
public sealed record SlosPageModel(PageContext Context, SloReport Report)
{
    /// <summary>What decides about the budget, in a sentence.</summary>
    public static string Outlook(SloLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line.State switch
        {
            "unknown" => FormattableString.Invariant($"Nothing can be said: {line.Coverage:P0} of its minutes are known."),
            "spent" => "The budget is spent. Risky automation asks a person first.",
            _ when line.GoneInSeconds is { } seconds => $"At the rate of the last hour the budget is gone in {ReadersWords.Duration(TimeSpan.FromSeconds(seconds))}.",
            _ => "At the rate of the last hour the budget lasts.",
        };
    }

    /// <summary>A share with as many digits as an objective needs.</summary>
    public static string Share(double? share) => share is { } known ? FormattableString.Invariant($"{known * 100:0.####} %") : "not known";

    /// <summary>A burn rate.</summary>
    public static string Rate(double? rate) => rate is { } known ? FormattableString.Invariant($"{known:0.##}") : "not known";

    /// <summary>Both windows of a rule.</summary>
    public static string Windows(BurnLine rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var (whole, part) = (ReadersWords.Duration(TimeSpan.FromSeconds(rule.LongSeconds)), ReadersWords.Duration(TimeSpan.FromSeconds(rule.ShortSeconds)));
        return whole == part ? whole : $"{whole} and {part}";
    }
}
