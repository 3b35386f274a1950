using OpsAutomation.Core.Telemetry.Drills;

namespace OpsAutomation.Functions.Hosting;

/// <summary>Settings of the deployment. Everything that an operator edits day by day is in the catalogue instead.</summary>
public sealed class OpsOptions
{
    /// <summary>Name of the section in configuration: <c>Ops__PublicOrigin</c> and so on.</summary>
    public const string Section = "Ops";

    /// <summary>Origin of every link that we send, for example <c>https://ops.example.com</c>. Never taken from a request's Host.</summary>
    public Uri? PublicOrigin { get; set; }

    /// <summary>Environment that links and plan hashes are bound to; null for the one that the catalogue's routing names.</summary>
    public string? EnvironmentName { get; set; }

    /// <summary>Folder of the catalogue. Default: <c>catalog</c> beside the assembly.</summary>
    public string CatalogDirectory { get; set; } = Path.Combine(AppContext.BaseDirectory, "catalog");

    /// <summary>Endpoint of the Event Grid topic that accepted alerts are published to.</summary>
    public Uri? TopicEndpoint { get; set; }

    /// <summary>Incoming webhook of the Teams channel; a secret. Null: nobody is told through Teams, and the record says so.</summary>
    public Uri? TeamsWebhook { get; set; }

    /// <summary>
    /// Object or application ids of our own identities, as the activity log names callers: what they do is our own doing, besides
    /// what <c>echoes</c> of the catalogue lists. On Azure the ids of <c>AZURE_CLIENT_ID</c>,
    /// <see cref="OperatorClientId"/> and <c>WEBSITE_AUTH_CLIENT_ID</c> are added.
    /// </summary>
    public IReadOnlyList<string> OwnIdentities { get; set; } = [];

    /// <summary>Client id of the identity that acts on resources; empty: the one that runs us acts too.</summary>
    public string? OperatorClientId { get; set; }

    /// <summary>Path that signs a person in and then leads on, such as <c>/.auth/login/aad</c>; empty where a page asks for that itself.</summary>
    public string? SignInPath { get; set; }

    /// <summary>
    /// What everybody may do who is signed in, without an app role: nothing, read, or decide where a playbook asks them. Operating
    /// always needs an app role, <c>Ops.Operator</c> or <c>Ops.Admin</c>.
    /// </summary>
    public OpsRole RoleOfSignedIn { get; set; } = OpsRole.None;

    /// <summary>The secure webhook of our action group; empty: there is none, and <c>sources.yaml</c> alone says who may post.</summary>
    public ActionGroupOptions ActionGroups { get; set; } = new();

    /// <summary>A Prometheus server that objectives are measured by; null: there is none.</summary>
    public Uri? PrometheusAddress { get; set; }

    /// <summary>A bearer token for it; a secret. Empty for Azure's managed Prometheus, which takes our identity, and where none is asked for.</summary>
    public string? PrometheusToken { get; set; }

    /// <summary>How often a synthetic alert is sent through everything: whole minutes, 1 to 60. Null or zero: none is.</summary>
    /// <value>5 minutes.</value>
    public TimeSpan? SyntheticEvery { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Within which a synthetic alert must have its disposition: 5 seconds to 10 minutes.</summary>
    public TimeSpan SyntheticWithin { get; set; } = DrillObjective.Default.Within;

    /// <summary>The part of synthetic alerts that must: 0.5 to 0.99999.</summary>
    public double SyntheticObjective { get; set; } = DrillObjective.Default.Ratio;

    /// <summary>Over which that is judged: 1 to 28 days.</summary>
    public TimeSpan SyntheticWindow { get; set; } = DrillObjective.Default.Window;

    /// <summary>Names every problem at once; empty when all is well.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        Require(problems, nameof(PublicOrigin), PublicOrigin, loopbackHttp: true);
        Require(problems, nameof(TopicEndpoint), TopicEndpoint, loopbackHttp: false);
        if (TeamsWebhook is { } webhook && (!webhook.IsAbsoluteUri || webhook.Scheme != Uri.UriSchemeHttps))
        {
            problems.Add($"{Section}:{nameof(TeamsWebhook)} must be an absolute https address. (It is not repeated here: it is a secret.)");
        }

        if (EnvironmentName is { } name && string.IsNullOrWhiteSpace(name))
        {
            problems.Add($"{Section}:{nameof(EnvironmentName)} is blank; leave it out, or name the environment.");
        }

        if (OperatorClientId is { Length: > 0 } client && !Guid.TryParse(client, out _))
        {
            problems.Add($"{Section}:{nameof(OperatorClientId)} must be the client id of an identity, not '{client}'.");
        }

        if (SignInPath is { Length: > 0 } path && !path.StartsWith("/.auth/login/", StringComparison.Ordinal))
        {
            problems.Add($"{Section}:{nameof(SignInPath)} must be a path of the platform's sign-in, /.auth/login/…, not '{path}'.");
        }

        if (RoleOfSignedIn is not (OpsRole.None or OpsRole.Reader or OpsRole.Approver))
        {
            problems.Add($"{Section}:{nameof(RoleOfSignedIn)} must be None, Reader or Approver, not {RoleOfSignedIn}: what operates needs an app role.");
        }

        problems.AddRange(ActionGroups.Problems());
        Synthetic(problems);
        return problems;
    }

    private void Synthetic(List<string> problems)
    {
        if (SyntheticEvery is { } every && every != TimeSpan.Zero
            && (every < TimeSpan.FromMinutes(1) || every > TimeSpan.FromHours(1) || every.Ticks % TimeSpan.TicksPerMinute != 0))
        {
            problems.Add($"{Section}:{nameof(SyntheticEvery)} must be whole minutes from 00:01:00 to 01:00:00, or 00:00:00 for none, not {every}.");
        }

        if (SyntheticWithin < TimeSpan.FromSeconds(5) || SyntheticWithin > TimeSpan.FromMinutes(10))
        {
            problems.Add($"{Section}:{nameof(SyntheticWithin)} must be from 00:00:05 to 00:10:00, not {SyntheticWithin}.");
        }

        if (!(SyntheticObjective is >= 0.5 and <= 0.99999))
        {
            problems.Add(FormattableString.Invariant($"{Section}:{nameof(SyntheticObjective)} must be a ratio from 0.5 to 0.99999, not {SyntheticObjective}."));
        }

        if (SyntheticWindow < TimeSpan.FromDays(1) || SyntheticWindow > DrillObjective.LongestWindow)
        {
            problems.Add($"{Section}:{nameof(SyntheticWindow)} must be from 1.00:00:00 to 28.00:00:00 (days), not {SyntheticWindow}.");
        }
    }

    private static void Require(List<string> problems, string name, Uri? value, bool loopbackHttp)
    {
        if (value is null)
        {
            problems.Add($"{Section}:{name} is missing.");
        }
        else if (!value.IsAbsoluteUri || !(value.Scheme == Uri.UriSchemeHttps || (loopbackHttp && value.IsLoopback)))
        {
            problems.Add($"{Section}:{name} must be an absolute https address{(loopbackHttp ? " (http only on loopback)" : string.Empty)}, not '{value}'.");
        }
    }
}
