using OpsAutomation.Core.Alerts.Intake;

namespace OpsAutomation.Core.Alerts.Sources;

/// <summary>An alert of any sender while it is read; <see cref="Complete"/> puts it in bounds.</summary>
internal sealed record AlertDraft
{
    // A longer id would have to be cut, and two cut ids could become one resource.
    private const int MaxResourceLength = 1024;
    private const int MaxLinks = 8;
    private const int MaxLinkLength = 2048;

    /// <summary>A clock ahead of ours by more than this is wrong. One event from the year 2199 must not make every later one look old.</summary>
    private static readonly TimeSpan MaxSkew = TimeSpan.FromMinutes(15);

    public required string Rule { get; init; }

    public required AlertStatus Status { get; init; }

    public required Severity Severity { get; init; }

    public required Signal Signal { get; init; }

    /// <summary>ARM id, or ARN that the catalogue lists, or null. Never from a sender's free text: see <see cref="CatalogNames"/>.</summary>
    public required string? Resource { get; init; }

    /// <summary>
    /// What stands in the fingerprint for the resource where that is not <see cref="Resource"/>: an ARN is a resource only while
    /// the catalogue lists it, and a change of the catalogue must not make another condition of it.
    /// </summary>
    public string? Identity { get; init; }

    /// <summary>The field that the resource came from, for a person who has to mend it.</summary>
    public string ResourceField { get; init; } = "data.essentials.alertTargetIDs";

    /// <summary>A service of the catalogue that the sender named, exactly; the owner of the resource comes first.</summary>
    public string? NamedService { get; init; }

    public required AlertLabels Labels { get; init; }

    public string? Summary { get; init; }

    public double? Value { get; init; }

    public double? Threshold { get; init; }

    public string? Unit { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    public DateTimeOffset? EndsAt { get; init; }

    public IReadOnlyList<KeyValuePair<string, string?>> Links { get; init; } = [];

    /// <summary>Makes the alert: bounds, fingerprint, service.</summary>
    public NormaliseResult Complete(string source, IntakeContext context)
    {
        if ((Identity ?? Resource)?.Length > MaxResourceLength)
        {
            return NormaliseResult.Dead(new DeadLetter(ResourceField, $"The target is longer than {MaxResourceLength} characters."));
        }

        var startsAt = NotAhead(StartsAt, "startsAt", context);
        DateTimeOffset? endsAt = Status == AlertStatus.Resolved ? NotAhead(EndsAt ?? context.ReceivedAt, "endsAt", context) : null;
        var links = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, url) in Links.Where(l => IsHttps(l.Value)).Take(MaxLinks))
        {
            links.TryAdd(name, Redaction.Text(url!));
        }

        var service = context.Services.Find(Resource) ?? context.Services.ByName(NamedService);
        return NormaliseResult.Of(new Alert
        {
            Id = context.AlertId,
            Source = source,
            Rule = Rule,
            Fingerprint = Fingerprint.Of(source, Rule, Identity ?? Resource, Signal.Dimensions),
            Status = Status,
            Severity = Severity,
            Signal = Signal,
            Resource = Resource,
            Service = service?.Name,
            Labels = Labels.ToDictionary(service?.Region),
            Summary = AlertText.Clean(Redaction.Text(Summary ?? Rule), 512),
            Value = Value,
            Threshold = Threshold,
            Unit = Unit,
            StartsAt = startsAt,
            EndsAt = endsAt,
            EndAssumed = Status == AlertStatus.Resolved && EndsAt is null,
            ReceivedAt = context.ReceivedAt,
            Links = links,
            PayloadReference = context.PayloadReference,
        });
    }

    private static bool IsHttps(string? url) =>
        url is { Length: <= MaxLinkLength } && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps;

    private DateTimeOffset NotAhead(DateTimeOffset time, string field, IntakeContext context)
    {
        if (time <= context.ReceivedAt + MaxSkew)
        {
            return time;
        }

        Labels.Assume($"{field} {time:yyyy-MM-dd'T'HH:mm:ss'Z'} lies ahead of our clock; the time of receipt is taken");
        return context.ReceivedAt;
    }
}
