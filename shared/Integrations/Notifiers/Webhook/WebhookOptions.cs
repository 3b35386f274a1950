namespace OpsAutomation.Integrations.Notifiers.Webhook;

/// <summary>A webhook of your own that is told everything.</summary>
public sealed class WebhookOptions
{
    private const int MinKey = 24;

    /// <summary>Where notices are posted; the address may be a secret. Null: none are.</summary>
    public Uri? Url { get; set; }

    /// <summary>The key that signs them: at least 24 bytes, Base64; a secret.</summary>
    public string? Key { get; set; }

    /// <summary>What is wrong, each in a sentence that tells neither; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        if (Url is null)
        {
            yield break;
        }

        foreach (var problem in SecretAddress.Problems("Webhook:Url", Url))
        {
            yield return problem;
        }

        if (KeyBytes() is not { Length: >= MinKey })
        {
            yield return $"Webhook:Key is required beside Webhook:Url: at least {MinKey} bytes in Base64, such as 'openssl rand -base64 32' prints.";
        }
    }

    /// <summary>The key, or null where it is none.</summary>
    internal byte[]? KeyBytes()
    {
        var bytes = new byte[(Key?.Length ?? 0) + 3];
        return Key is not null && Convert.TryFromBase64String(Key, bytes, out var length) ? bytes[..length] : null;
    }

    /// <summary>Never the address or the key.</summary>
    public override string ToString() => "webhook (address and key hidden)";
}
