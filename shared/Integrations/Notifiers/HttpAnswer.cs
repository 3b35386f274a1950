using OpsAutomation.Core.Notifications;

namespace OpsAutomation.Integrations.Notifiers;

/// <summary>Says from a status whether the message is there and whether trying again can help. The text of an answer is never repeated: it may quote the address.</summary>
internal static class HttpAnswer
{
    /// <summary>Judges an HTTP status as most channels mean it.</summary>
    /// <param name="channel">Name of the channel, for a person.</param>
    /// <param name="code">The status.</param>
    /// <param name="retryAfter">What the channel asks to wait, or null.</param>
    public static Delivery Judge(string channel, int code, TimeSpan? retryAfter) => code switch
    {
        >= 200 and < 300 => new Delivery(true, false, null, $"{channel} took it ({code})."),
        429 => new Delivery(false, true, retryAfter, $"{channel} is receiving too much (429)."),
        408 or >= 500 => new Delivery(false, true, retryAfter, $"{channel} has a problem of its own ({code})."),
        >= 300 and < 400 => new Delivery(false, false, null, $"{channel} answered with a redirect ({code}), which is not followed; check the address."),
        401 or 403 or 404 or 410 => new Delivery(false, false, null, $"{channel} does not know the address or the key, or it was switched off ({code})."),
        413 => new Delivery(false, false, null, $"{channel} found the message too large (413)."),
        _ => new Delivery(false, false, null, $"{channel} refused the message ({code})."),
    };
}
