namespace OpsAutomation.Integrations.Monitoring.Objectives;

/// <summary>A Prometheus server that objectives are measured by.</summary>
public sealed class PrometheusOptions
{
    /// <summary>Its address, https, or http on this machine; null where there is none.</summary>
    public Uri? Address { get; set; }

    /// <summary>A bearer token for it; a secret. Left out for Azure's managed Prometheus, which takes our identity.</summary>
    public string? Token { get; set; }

    /// <summary>Whether it is Azure's managed one ("Query Prometheus metrics using the API": hosts of <c>prometheus.monitor.azure.com</c>).</summary>
    internal bool IsManaged => Address?.Host.EndsWith(".prometheus.monitor.azure.com", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>What is wrong, each in a sentence without secrets; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        if (Address is { } address && (!address.IsAbsoluteUri || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)) || address.UserInfo.Length > 0))
        {
            yield return "PrometheusAddress must be an absolute https address, or http on this machine, without user or password.";
        }

        if (Token is { Length: > 0 } && Address is { Scheme: "http" })
        {
            yield return "PrometheusToken goes over https only.";
        }
    }
}
