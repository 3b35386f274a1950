using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Alerts.Senders;

/// <summary>Reads <c>heartbeat</c> of a source. OPS1620 a span out of bounds, OPS1621 no name of a rule.</summary>
internal static class HeartbeatReader
{
    private const int MaxRule = 256;

    // Below it, one repeat that a sender leaves out would already be an alarm; above it, nobody would call it a heartbeat.
    private static readonly TimeSpan MinExpect = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan MaxExpect = TimeSpan.FromDays(7);

    public static Heartbeat? Read(YamlMap source)
    {
        if (source.Map("heartbeat") is not { } map)
        {
            return null;
        }

        var text = map.RequiredString("expect");
        var expect = text.Length == 0 ? null : map.Duration("expect");
        if (expect < MinExpect || expect > MaxExpect)
        {
            map.Error("OPS1620", "expect", $"'{map.Path}.expect' must be from {MinExpect.TotalMinutes:0}m to {MaxExpect.TotalDays:0}d.");
        }

        var rule = map.String("rule");
        if (rule is not null && (string.IsNullOrWhiteSpace(rule) || rule.Length > MaxRule))
        {
            map.Error("OPS1621", "rule", $"'{map.Path}.rule' must be the exact name of an alert rule, at most {MaxRule} characters; leave it out when every alert counts.");
        }

        map.Done();
        return expect is { } span ? new Heartbeat(span, rule) : null;
    }
}
