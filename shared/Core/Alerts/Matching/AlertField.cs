using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Alerts.Matching;

/// <summary>A field of an alert that conditions can name, for example <c>service</c> or <c>label.env</c>.</summary>
public sealed class AlertField
{
    /// <summary>What the name of a label follows.</summary>
    public const string LabelPrefix = "label.";

    private static readonly Dictionary<string, AlertField> ByName = new AlertField[]
    {
        new("source", a => a.Source, ignoresCase: true),
        new("rule", a => a.Rule),
        new("resource", a => a.Resource, ignoresCase: true),
        new("resourceType", a => ArmId.TypeOf(a.Resource), ignoresCase: true),
        new("resourceGroup", a => ArmId.ResourceGroupOf(a.Resource), ignoresCase: true),
        new("subscription", a => ArmId.SubscriptionOf(a.Resource), ignoresCase: true),
        new("service", a => a.Service),
        new("region", Region.Of, ignoresCase: true),
        new("severity", a => a.Severity.ToString(), ignoresCase: true, Enum.GetNames<Severity>()),
        new("signal", a => a.Signal.Kind.ToString(), ignoresCase: true, Enum.GetNames<SignalKind>()),
        new("status", a => a.Status.ToString(), ignoresCase: true, Enum.GetNames<AlertStatus>()),
    }.ToDictionary(f => f.Name, StringComparer.Ordinal);

    private readonly Func<Alert, string?> _read;

    private AlertField(string name, Func<Alert, string?> read, bool ignoresCase = false, IReadOnlyList<string>? values = null) =>
        (Name, _read, IgnoresCase, Values) = (name, read, ignoresCase, values);

    /// <summary>The fields that every alert has or may have; labels come on top.</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>The name as it is written in a condition.</summary>
    public string Name { get; }

    /// <summary>Whether upper and lower case are the same: ARM ids and our own words ignore case; rules, services and labels do not.</summary>
    public bool IgnoresCase { get; }

    /// <summary>The only values there are, or null for free text.</summary>
    public IReadOnlyList<string>? Values { get; }

    /// <summary>Finds a field by its name; null for an unknown one.</summary>
    public static AlertField? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (ByName.TryGetValue(name, out var field))
        {
            return field;
        }

        return name.StartsWith(LabelPrefix, StringComparison.Ordinal) && name.Length > LabelPrefix.Length
            ? new AlertField(name, a => a.Labels.GetValueOrDefault(name[LabelPrefix.Length..]))
            : null;
    }

    /// <summary>What to say about a name that is no field, with the nearest one.</summary>
    public static string Unknown(string name)
    {
        var near = NearestName.Of(name, [.. Names, LabelPrefix]);
        var hint = near is null ? $"known are {string.Join(", ", Names)} and label.NAME" : $"did you mean '{(near == LabelPrefix ? "label.NAME" : near)}'?";
        return $"Alerts have no field '{name}'; {hint}";
    }

    /// <summary>The alert's value; empty when it has none, which is how Alertmanager compares too.</summary>
    public string Of(Alert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return _read(alert) ?? string.Empty;
    }
}
