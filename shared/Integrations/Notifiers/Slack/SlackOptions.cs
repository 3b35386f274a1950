namespace OpsAutomation.Integrations.Notifiers.Slack;

/// <summary>Where Slack messages go.</summary>
public sealed class SlackOptions
{
    /// <summary>The incoming webhook of a channel; its address is the secret. Null: nobody is told through Slack.</summary>
    public Uri? WebhookUrl { get; set; }

    /// <summary>What is wrong, each in a sentence that does not tell the address; empty when all is well.</summary>
    public IEnumerable<string> Problems() => WebhookUrl is null ? [] : SecretAddress.Problems("Slack:WebhookUrl", WebhookUrl);

    /// <summary>Never the address.</summary>
    public override string ToString() => "Slack webhook (address hidden)";
}
