namespace OpsAutomation.Integrations.Notifiers.Teams;

/// <summary>Where Teams messages go.</summary>
public sealed class TeamsOptions
{
    /// <summary>Default of <see cref="Timeout"/>.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The webhook of a Teams workflow ("post to a channel when a webhook request is received"). Its address is the secret. Null: nobody is told through Teams.</summary>
    public Uri? WebhookUrl { get; set; }

    /// <summary>How long one post may take.</summary>
    /// <value>10 seconds; at most 25, since no activity waits over 30.</value>
    public TimeSpan Timeout { get; set; } = DefaultTimeout;

    /// <summary>What is wrong, each in a sentence that does not tell the address; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var problem in WebhookUrl is null ? [] : SecretAddress.Problems("Teams:WebhookUrl", WebhookUrl))
        {
            yield return problem;
        }

        if (Timeout <= TimeSpan.Zero || Timeout > TimeSpan.FromSeconds(25))
        {
            yield return $"Teams:Timeout must be above zero and at most 25 seconds, not {Timeout}.";
        }
    }

    /// <summary>Never the address.</summary>
    public override string ToString() => "Teams webhook (address hidden)";
}
