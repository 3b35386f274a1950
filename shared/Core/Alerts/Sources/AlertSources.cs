using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using OpsAutomation.Core.Alerts.Intake;

namespace OpsAutomation.Core.Alerts.Sources;

/// <summary>The senders that we understand, by name.</summary>
public sealed class AlertSources
{
    private const int BadRequest = 400;

    private readonly Dictionary<string, IAlertSource> _byName;
    private readonly NearestSource _nearest;

    /// <summary>Makes a set of sources whose names differ.</summary>
    public AlertSources(IEnumerable<IAlertSource> sources)
    {
        _byName = sources.ToDictionary(s => s.Name, StringComparer.OrdinalIgnoreCase);
        _nearest = new NearestSource(_byName.Values);
    }

    /// <summary>Every source that this version has, without those that a catalogue describes.</summary>
    public static AlertSources All { get; } = new(
    [
        new AzureMonitor.AzureMonitorSource(),
        new Aws.AwsSource(),
        new EventGrid.EventGridSource(),
        new Cost.CostSource(),
        new Alertmanager.AlertmanagerSource(),
        new Grafana.GrafanaSource(),
        new Datadog.DatadogSource(),
        new PagerDuty.PagerDutySource(),
        new GitHub.GitHubDeploymentSource(),
        new AzureDevOps.AzureDeploymentSource(),
        new Deployments.DeploymentSource(),
        new Slo.SloSource(),
        new Drift.DriftSource(),
    ]);

    /// <summary>Every source that this version has, and those that a catalogue describes.</summary>
    /// <param name="mappings">The mappings; their names differ from each other, and begin as no built-in name does.</param>
    public static AlertSources With(IEnumerable<Mapped.SourceMapping> mappings) =>
        new([.. All._byName.Values, .. mappings.Select(m => new Mapped.MappedSource(m))]);

    /// <summary>The names, sorted.</summary>
    public IReadOnlyList<string> Names => [.. _byName.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Finds a source by name, ignoring case.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out IAlertSource? source) => _byName.TryGetValue(name, out source);

    /// <summary>The known name that is nearest to an unknown one, or null.</summary>
    public string? Nearest(string name) => NearestName.Of(name, _byName.Keys);

    /// <summary>
    /// Splits a body as one source does, and adds to what could not be read who probably sent it. <see cref="IAlertSource.Split"/>
    /// alone knows nothing of the other sources.
    /// </summary>
    public SplitResult Split(IAlertSource source, JsonElement body)
    {
        ArgumentNullException.ThrowIfNull(source);
        var result = source.Split(body);
        if (result.Problem is { } problem)
        {
            return problem.Status == BadRequest && Guess(body, source.Name) is { } guess
                ? SplitResult.Refuse(problem.Field, $"{problem.Message} {char.ToUpperInvariant(guess[0])}{guess[1..]}.", problem.Status)
                : result;
        }

        return result.Items.All(i => i.Unparseable is null or { Nearest: not null })
            ? result
            : SplitResult.Of([.. result.Items.Select(i => WithGuess(i, body, source.Name))], result.Handshake);
    }

    /// <summary>Normalises an item as one source does, and adds to a dead letter without a guess who probably sent it.</summary>
    public NormaliseResult Normalise(IAlertSource source, JsonElement item, IntakeContext context)
    {
        ArgumentNullException.ThrowIfNull(source);
        var result = source.Normalise(item, context);
        return result.DeadLetter is { Nearest: null } letter && Guess(item, source.Name) is { } guess
            ? NormaliseResult.Dead(letter with { Nearest = guess })
            : result;
    }

    /// <summary>The one source that recognises a body, or null; an array is judged by its first element.</summary>
    public IAlertSource? Recognising(JsonElement body) => JsonFlaws.Find(body) is null ? _nearest.Recognising(body) : null;

    /// <summary>
    /// A sentence that says who probably sent a body, or null. What has flaws is not looked into: reading a name that stands
    /// twice, or half a character, throws or lies.
    /// </summary>
    public string? Guess(JsonElement body, string? except = null) => JsonFlaws.Find(body) is null ? _nearest.Guess(body, except) : null;

    // An unreadable element became a stub; its place in the body stands in the field: [3].schemaId.
    private SplitItem WithGuess(SplitItem item, JsonElement body, string source) =>
        item.Unparseable is { Nearest: null } letter && Element(letter.Field, body) is { } element && Guess(element, source) is { } guess
            ? item with { Unparseable = letter with { Nearest = guess } }
            : item;

    private static JsonElement? Element(string field, JsonElement body)
    {
        var end = field.IndexOf(']', StringComparison.Ordinal);
        return body.ValueKind == JsonValueKind.Array && field.StartsWith('[')
            && int.TryParse(field.AsSpan(1, Math.Max(0, end - 1)), NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < body.GetArrayLength()
                ? body[index]
                : null;
    }
}
