namespace OpsAutomation.Core.Alerts.Senders;

/// <summary>One way for a source to prove who it is. A request needs to satisfy one of its source's schemes.</summary>
/// <param name="Word">The word of <c>sources.yaml</c>, for logs and metrics.</param>
/// <param name="KeyName">Name of the secrets, or null for the source's own name.</param>
public abstract record SourceScheme(string Word, string? KeyName = null)
{
    /// <summary>Whether the scheme proves something with secrets of ours.</summary>
    public virtual bool NeedsKeys => true;

    /// <summary>Whether the proof is over the body, or in it: then nothing can be judged before it is read.</summary>
    public virtual bool ReadsBody => false;

    /// <summary>A token of Microsoft Entra ID, as Azure Monitor's secure webhook and Event Grid send it.</summary>
    /// <param name="Tenant">The tenant's id; tokens of other tenants are refused.</param>
    /// <param name="Audiences">Accepted audiences; never empty.</param>
    /// <param name="Apps">Accepted client ids (<c>appid</c> or <c>azp</c>); empty for any that has a role.</param>
    /// <param name="Roles">App roles of which the token must have one; empty for none.</param>
    public sealed record Entra(string Tenant, IReadOnlyList<string> Audiences, IReadOnlyList<string> Apps, IReadOnlyList<string> Roles)
        : SourceScheme("entra")
    {
        /// <inheritdoc/>
        public override bool NeedsKeys => false;
    }

    /// <summary>PagerDuty's <c>X-PagerDuty-Signature: v1=hex[,v1=hex]</c>: HMAC-SHA256 over the body.</summary>
    public sealed record PagerDuty(string? KeyName = null) : SourceScheme("hmac-pagerduty", KeyName)
    {
        /// <inheritdoc/>
        public override bool ReadsBody => true;
    }

    /// <summary>Grafana's signature: HMAC-SHA256 in hex over the body, or over <c>timestamp:body</c>.</summary>
    /// <param name="Header">Header of the signature.</param>
    /// <param name="TimestampHeader">Header of the signed Unix time in seconds; null when the sender signs none, and replays cannot be seen.</param>
    /// <param name="KeyName">Name of the secrets.</param>
    public sealed record Grafana(string Header, string? TimestampHeader, string? KeyName = null) : SourceScheme("hmac-grafana", KeyName)
    {
        /// <summary>The header that Grafana uses when nobody names another.</summary>
        public const string DefaultHeader = "X-Grafana-Alerting-Signature";

        /// <inheritdoc/>
        public override bool ReadsBody => true;
    }

    /// <summary>HTTP basic authentication; the secrets are passwords.</summary>
    /// <param name="User">The user name, which is no secret.</param>
    /// <param name="KeyName">Name of the secrets.</param>
    public sealed record Basic(string User, string? KeyName = null) : SourceScheme("basic", KeyName);

    /// <summary><c>Authorization: Bearer</c> with a secret.</summary>
    public sealed record Bearer(string? KeyName = null) : SourceScheme("bearer", KeyName);

    /// <summary><c>x-functions-key</c> or <c>?code=</c> with a secret, for senders that can be given an address and nothing else.</summary>
    public sealed record FunctionKey(string? KeyName = null) : SourceScheme("function-key", KeyName);

    /// <summary>The signature inside a message of Amazon SNS, of an allow-listed topic.</summary>
    public sealed record Sns() : SourceScheme("sns")
    {
        /// <inheritdoc/>
        public override bool ReadsBody => true;

        /// <inheritdoc/>
        public override bool NeedsKeys => false;
    }

    /// <summary>Nothing; only for a source that is <c>localOnly</c>.</summary>
    public sealed record None() : SourceScheme("none")
    {
        /// <inheritdoc/>
        public override bool NeedsKeys => false;
    }
}
