namespace OpsAutomation.Core.Correlation.Settings;

/// <summary>What <c>correlation.yaml</c> says: which alerts explain others, and what is held back instead of told.</summary>
public sealed record CorrelationSettings
{
    /// <summary>Nothing set: every alert opens or joins an incident in its own scope.</summary>
    public static CorrelationSettings None { get; } = new();

    /// <summary>Which alerts explain others, in the order of the file.</summary>
    public IReadOnlyList<InhibitionSetting> Inhibitions { get; init; } = [];

    /// <summary>When a condition counts as flapping, or null when none ever does.</summary>
    public FlappingSetting? Flapping { get; init; }

    /// <summary>Alerts that are worth an incident only when there are several.</summary>
    public IReadOnlyList<ThresholdSetting> Thresholds { get; init; } = [];

    /// <summary>What a deployment does to the alerts of its service.</summary>
    public IReadOnlyList<DeployWindowSetting> DeployWindows { get; init; } = [];

    /// <summary>Which alerts are one incident because they say the same, in the order of the file.</summary>
    public IReadOnlyList<GroupingSetting> Groupings { get; init; } = [];

    /// <summary>How our own doings are recognised.</summary>
    public EchoSetting Echoes { get; init; } = EchoSetting.None;

    /// <summary>Which alerts belong to the incident of a service that theirs needs; null for none.</summary>
    public TopologySetting? Topology { get; init; }

    /// <summary>When conditions that fire together have a common cause; null for never.</summary>
    public CommonCauseSetting? CommonCause { get; init; }

    /// <summary>When alerts are a storm; null for never.</summary>
    public StormSetting? Storm { get; init; }

    /// <summary>An incident whose alert is older than this when it is opened goes to a person at once; null for no limit.</summary>
    public TimeSpan? MaxAge { get; init; }
}
