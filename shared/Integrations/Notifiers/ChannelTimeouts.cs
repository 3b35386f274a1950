namespace OpsAutomation.Integrations.Notifiers;

/// <summary>How long channels may take.</summary>
internal static class ChannelTimeouts
{
    /// <summary>One request: no activity waits over 30 seconds, and several channels are told one after the other.</summary>
    public static readonly TimeSpan Default = TimeSpan.FromSeconds(10);
}
