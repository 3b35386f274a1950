using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using OpsAutomation.Integrations.Arm;
using OpsAutomation.Integrations.Entra;
using OpsAutomation.Integrations.Monitoring.Objectives;
using OpsAutomation.Integrations.Notifiers.GitHub;
using OpsAutomation.Integrations.Notifiers.Mail;
using OpsAutomation.Integrations.Notifiers.PagerDuty;
using OpsAutomation.Integrations.Notifiers.Slack;
using OpsAutomation.Integrations.Notifiers.Teams;
using OpsAutomation.Integrations.Notifiers.Webhook;

namespace OpsAutomation.Integrations;

/// <summary>Everything that the doors to the outside need, given by the composition root.</summary>
public sealed class IntegrationsOptions
{
    /// <summary>Price list of the catalogue, or null when there is none: plans then say that no price is known.</summary>
    public string? PricesPath { get; set; }

    /// <summary>Azure Resource Manager and Azure Monitor.</summary>
    public ArmOptions Arm { get; } = new();

    /// <summary>Microsoft Teams.</summary>
    public TeamsOptions Teams { get; } = new();

    /// <summary>Slack.</summary>
    public SlackOptions Slack { get; set; } = new();

    /// <summary>PagerDuty.</summary>
    public PagerDutyOptions PagerDuty { get; set; } = new();

    /// <summary>GitHub issues.</summary>
    public GitHubOptions GitHub { get; set; } = new();

    /// <summary>Mail.</summary>
    public MailOptions Mail { get; set; } = new();

    /// <summary>A Prometheus server that objectives are measured by.</summary>
    public PrometheusOptions Prometheus { get; set; } = new();

    /// <summary>A webhook of your own.</summary>
    public WebhookOptions Webhook { get; set; } = new();

    /// <summary>Hosts that our own messages may reach although they are inside a network, such as a mail relay.</summary>
    public IReadOnlyList<string> InsideHosts { get; set; } = [];

    /// <summary>Tokens of senders.</summary>
    public EntraOptions Entra { get; } = new();

    /// <summary>Publish address of our Event Grid topic.</summary>
    public Uri? TopicEndpoint { get; set; }

    /// <summary>Access key of the topic; null to use <see cref="Credential"/>.</summary>
    public AzureKeyCredential? TopicKey { get; set; }

    /// <summary>Who we are for Azure: for our own state, for publishing and for reading signals.</summary>
    public TokenCredential? Credential { get; set; }

    /// <summary>Who we are where something is changed, or read because it may be; null for <see cref="Credential"/>.</summary>
    public TokenCredential? OperatorCredential { get; set; }

    /// <summary>Client or object ids of our own Entra applications, whose secrets automation never touches.</summary>
    public IReadOnlyList<string> OwnApplications { get; set; } = [];

    /// <summary>What carries the requests of the Azure SDKs; null for the network.</summary>
    public HttpPipelineTransport? Transport { get; set; }

    /// <summary>What carries webhooks, and the requests for keys and certificates of senders; null for the network. Not disposed.</summary>
    public HttpMessageHandler? WebhookHandler { get; set; }

    /// <summary>What is wrong, all of it, each in a sentence without secrets; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        if (PricesPath is not null && !File.Exists(PricesPath))
        {
            yield return $"PricesPath names a file that is not there: {PricesPath}.";
        }

        if (Credential is null)
        {
            yield return "Credential is required.";
        }

        if (TopicEndpoint is not { IsAbsoluteUri: true } || TopicEndpoint.Scheme != Uri.UriSchemeHttps)
        {
            yield return "TopicEndpoint must be the absolute https address of the Event Grid topic.";
        }

        if (Teams.WebhookUrl is null && Slack.WebhookUrl is null && PagerDuty.RoutingKey is null && Mail.Host is null && Webhook.Url is null)
        {
            yield return "No channel tells people of what needs them: set one up of Teams, Slack, PagerDuty, Mail, Webhook. (GitHub holds tickets, not pages.)";
        }

        string[] others = [.. Slack.Problems(), .. PagerDuty.Problems(), .. GitHub.Problems(), .. Mail.Problems(), .. Webhook.Problems(), .. Prometheus.Problems()];
        foreach (var problem in Arm.Problems().Concat(Teams.Problems()).Concat(others).Concat(Entra.Problems()))
        {
            yield return problem;
        }
    }
}
