namespace OpsAutomation.Core.Alerts.Sources.Deployments;

/// <summary>How far a deployment has come.</summary>
internal enum DeploymentOutcome
{
    /// <summary>It has begun, or waits.</summary>
    InProgress,

    /// <summary>It is done and well.</summary>
    Success,

    /// <summary>It failed, wholly or in part.</summary>
    Failure,

    /// <summary>It was called off, or a later one took its place.</summary>
    Cancelled,
}

/// <summary>
/// A deployment, whoever reports it. A failed one is a condition (Sev2) that the next success of the same service in the
/// same environment ends; the start of one is information. What changed, by whom and with what outcome are labels.
/// </summary>
internal sealed record Deployment
{
    /// <summary>The outcomes as labels spell them.</summary>
    public static IReadOnlyList<string> Outcomes { get; } = ["in-progress", "success", "failure", "cancelled"];

    public required string Service { get; init; }

    public required string? Environment { get; init; }

    public required DeploymentOutcome Outcome { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public string? Commit { get; init; }

    public string? Image { get; init; }

    public string? Version { get; init; }

    public string? Actor { get; init; }

    public string? Repository { get; init; }

    public string? Pipeline { get; init; }

    /// <summary>What tells deployments of one service apart beside the environment: repository, workflow, branch.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Identity { get; init; } = [];

    public string? ResourceId { get; init; }

    public string? Description { get; init; }

    public string? Url { get; init; }

    /// <summary>The outcome as its label.</summary>
    public string OutcomeLabel => Outcomes[(int)Outcome];

    /// <summary>Makes the alert.</summary>
    public AlertDraft ToDraft(IntakeContext context)
    {
        var labels = new AlertLabels();
        labels.Add("service", Service);
        labels.Add("environment", Environment);
        labels.Add("outcome", OutcomeLabel);
        labels.Add("commit", Commit);
        labels.Add("image", Image);
        labels.Add("version", Version);
        labels.Add("actor", Actor);
        labels.Add("repository", Repository);
        labels.Add("pipeline", Pipeline);
        labels.Add("description", Description);
        var dimensions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in Identity.Append(new("environment", Environment)))
        {
            if (value is not null)
            {
                dimensions[name] = Sources.Identity.Bounded(value, 256);
            }
        }

        var resource = CatalogNames.Resource(ResourceId, context.Services);
        if (ResourceId is not null && resource is null)
        {
            labels.Assume("the resource is not in the catalogue and was not taken as a target");
        }

        return new AlertDraft
        {
            Rule = $"deployment of {Service}",
            Status = Outcome switch
            {
                DeploymentOutcome.Failure => AlertStatus.Firing,
                DeploymentOutcome.Success => AlertStatus.Resolved,
                _ => AlertStatus.Information,
            },
            Severity = Outcome == DeploymentOutcome.Failure ? Severity.Sev2 : Severity.Sev4,
            Signal = new Signal(SignalKind.Deployment, "deployment", null, null, null, null, dimensions),
            Resource = resource,
            ResourceField = "data.resourceId",
            NamedService = CatalogNames.Service(Service, context.Services),
            Labels = labels,
            Summary = Sentence(),
            StartsAt = Outcome == DeploymentOutcome.Failure ? At : StartedAt ?? At,
            EndsAt = Outcome == DeploymentOutcome.Success ? At : null,
            Links = [new("deployment", Url)],
        };
    }

    private string Sentence()
    {
        var what = Image ?? Version ?? (Commit is { } sha ? $"commit {(sha.Length > 12 ? sha[..12] : sha)}" : null);
        var became = Outcome switch
        {
            DeploymentOutcome.InProgress => "is in progress",
            DeploymentOutcome.Success => "succeeded",
            DeploymentOutcome.Failure => "failed",
            _ => "was called off or replaced",
        };
        return $"Deployment of {Service}{(what is null ? string.Empty : $" ({what})")}{(Environment is null ? string.Empty : $" to {Environment}")}{(Actor is null ? string.Empty : $" by {Actor}")} {became}{(Description is null ? string.Empty : $": {Description}")}";
    }
}
