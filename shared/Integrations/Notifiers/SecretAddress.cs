namespace OpsAutomation.Integrations.Notifiers;

/// <summary>Checks of addresses that are secrets: what is wrong is told without them.</summary>
internal static class SecretAddress
{
    /// <summary>What is wrong with an address that must be https and name no user; empty when all is well.</summary>
    public static IEnumerable<string> Problems(string setting, Uri address)
    {
        if (!address.IsAbsoluteUri || address.Scheme != Uri.UriSchemeHttps || address.UserInfo.Length > 0)
        {
            yield return $"{setting} must be an absolute https address without a user name.";
        }
    }
}
