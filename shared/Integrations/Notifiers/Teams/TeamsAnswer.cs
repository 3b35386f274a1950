using System.Net;
using System.Text.RegularExpressions;
using OpsAutomation.Core.Notifications;

namespace OpsAutomation.Integrations.Notifiers.Teams;

/// <summary>Says from an answer of Teams whether the message is there and whether trying again can help.</summary>
internal static partial class TeamsAnswer
{
    /// <summary>Judges an answer. The text of the answer is never repeated: it may quote the address.</summary>
    public static Delivery Judge(HttpStatusCode status, string body, TimeSpan? retryAfter)
    {
        var code = (int)status;

        // The older connectors answer 200 and write the failure of the service behind them into the body.
        if (code == 200 && InBody().Match(body) is { Success: true } match)
        {
            code = int.Parse(match.Groups["code"].ValueSpan);
        }

        return code switch
        {
            >= 200 and < 300 => new Delivery(true, false, null, $"Teams took it ({code})."),
            429 => new Delivery(false, true, retryAfter, "Teams is receiving too much (429)."),
            408 or >= 500 => new Delivery(false, true, retryAfter, $"Teams has a problem of its own ({code})."),
            >= 300 and < 400 => new Delivery(false, false, null, $"Teams answered with a redirect ({code}), which is not followed; check the webhook."),
            401 or 403 or 404 or 410 => new Delivery(false, false, null, $"Teams does not know the webhook, or it was switched off ({code})."),
            413 => new Delivery(false, false, null, "Teams found the message too large (413)."),
            _ => new Delivery(false, false, null, $"Teams refused the message ({code})."),
        };
    }

    [GeneratedRegex(@"HTTP error (?<code>[1-5][0-9]{2})", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InBody();
}
