using OpsAutomation.Core.Alerts.Senders;

namespace OpsAutomation.Functions.Hosting;

/// <summary>
/// The secure webhook of the action group that a deployment makes: it brings a token of Entra ID. Tenant and audience differ
/// from deployment to deployment, so they are settings, and are added to what <c>sources.yaml</c> says of Azure Monitor.
/// See https://learn.microsoft.com/azure/azure-monitor/alerts/action-groups#configure-authentication-for-secure-webhook.
/// </summary>
public sealed class ActionGroupOptions
{
    /// <summary>The source that action groups post to.</summary>
    public const string Source = "azure-monitor";

    /// <summary>Client id of Azure Monitor's own application, <c>AzNS AAD Webhook</c>, the same in every tenant.</summary>
    public const string Caller = "461e8683-5575-4561-ac7f-899cc907d62a";

    /// <summary>The app role that a deployment gives to it.</summary>
    public const string Role = "ActionGroupsSecureWebhook";

    /// <summary>Tenant that gives the tokens.</summary>
    public string? Tenant { get; set; }

    /// <summary>Application id URI that the webhook asks a token for, such as <c>api://ops-webhook</c>.</summary>
    public string? Audience { get; set; }

    /// <summary>Adds the scheme to the source's own ones; no change where nothing is set.</summary>
    public SenderCatalog AddTo(SenderCatalog senders)
    {
        ArgumentNullException.ThrowIfNull(senders);
        return Tenant is { Length: > 0 } && Audience is { Length: > 0 } && senders.Find(Source) is { } sender
            ? new SenderCatalog([
                .. senders.All.Where(s => s.Name != sender.Name),
                sender with { Authentication = [new SourceScheme.Entra(Tenant, [Audience], [Caller], [Role]), .. sender.Authentication] },
            ])
            : senders;
    }

    internal IEnumerable<string> Problems()
    {
        const string At = $"{OpsOptions.Section}:{nameof(OpsOptions.ActionGroups)}";
        if (string.IsNullOrWhiteSpace(Tenant) != string.IsNullOrWhiteSpace(Audience))
        {
            yield return $"{At} needs both {nameof(Tenant)} and {nameof(Audience)}, or neither.";
        }

        if (Tenant is { Length: > 0 } && !Guid.TryParse(Tenant, out _))
        {
            yield return $"{At}:{nameof(Tenant)} must be the id of a tenant, not '{Tenant}'.";
        }
    }
}
