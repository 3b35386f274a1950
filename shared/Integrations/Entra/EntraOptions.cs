namespace OpsAutomation.Integrations.Entra;

/// <summary>How tokens of senders are judged.</summary>
public sealed class EntraOptions
{
    /// <summary>Host that gives tokens and publishes their keys; another one in sovereign clouds.</summary>
    public Uri Authority { get; set; } = new("https://login.microsoftonline.com");

    /// <summary>A JSON Web Key Set that is used instead of the published keys, for every tenant; null to fetch them. Simulated mode gives one, so that nothing is opened.</summary>
    public string? KeySet { get; set; }

    internal IEnumerable<string> Problems()
    {
        if (!Authority.IsAbsoluteUri || Authority.Scheme != Uri.UriSchemeHttps || Authority.AbsolutePath != "/")
        {
            yield return "Entra.Authority must be the https address of a host.";
        }

        if (KeySet is not null && StaticEntraKeys.Read(KeySet) is null)
        {
            yield return "Entra.KeySet is no JSON Web Key Set.";
        }
    }
}
