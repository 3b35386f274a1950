namespace OpsAutomation.Core.Alerts.Senders;

/// <summary>
/// The abuse protection of CloudEvents over HTTP: <c>OPTIONS</c> with <c>WebHook-Request-Origin</c> asks whether that origin
/// may post here. A <c>WebHook-Request-Callback</c> is never opened.
/// </summary>
public static class CloudEventsHandshake
{
    /// <summary>The question.</summary>
    public const string OriginHeader = "WebHook-Request-Origin";

    /// <summary>The answer: the origin that may post.</summary>
    public const string AllowedOriginHeader = "WebHook-Allowed-Origin";

    /// <summary>The answer: how often. Overload is answered with 429 or 503 when it comes.</summary>
    public const string AllowedRateHeader = "WebHook-Allowed-Rate";

    /// <summary>The origin of the question when it is on the source's list, as the list writes it; null otherwise.</summary>
    public static string? Allowed(Sender sender, SenderRequest request)
    {
        ArgumentNullException.ThrowIfNull(sender);
        ArgumentNullException.ThrowIfNull(request);
        var origin = request.Single(OriginHeader);
        return sender.Origins.FirstOrDefault(o => string.Equals(o, origin, StringComparison.OrdinalIgnoreCase));
    }
}
