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

        return problems;
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
