namespace OpsAutomation.Integrations.Arm;

/// <summary>How Azure Resource Manager is called.</summary>
public sealed class ArmOptions
{
    /// <summary>Default of <see cref="Timeout"/>.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Address of the service.</summary>
    /// <value>The public cloud, <c>https://management.azure.com</c>.</value>
    public Uri Endpoint { get; set; } = new("https://management.azure.com");

    /// <summary>How long one call may take, on the given clock.</summary>
    /// <value>20 seconds; at most 25, since no activity waits over 30.</value>
    public TimeSpan Timeout { get; set; } = DefaultTimeout;

    /// <summary>How many reads of one subscription may be made at once.</summary>
    /// <value>200: ARM allows a caller 250 (its token bucket per subscription and region), and we are not alone.</value>
    public int ReadBurst { get; set; } = 200;

    /// <summary>How many reads of one subscription come back to the budget every second.</summary>
    /// <value>20: ARM gives 25.</value>
    public double ReadsPerSecond { get; set; } = 20;

    /// <summary>What the host of every App Configuration store ends with: a token goes nowhere else.</summary>
    /// <value>The public cloud, <c>azconfig.io</c>.</value>
    public string AppConfigurationSuffix { get; set; } = "azconfig.io";

    /// <summary>What is wrong, each in a sentence; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        if (Endpoint is not { IsAbsoluteUri: true } || Endpoint.Scheme != Uri.UriSchemeHttps || Endpoint.AbsolutePath != "/" || Endpoint.UserInfo.Length > 0)
        {
            yield return $"Arm:Endpoint must be an absolute https address without a path, not '{Endpoint}'.";
        }

        if (Timeout <= TimeSpan.Zero || Timeout > TimeSpan.FromSeconds(25))
        {
            yield return $"Arm:Timeout must be above zero and at most 25 seconds, not {Timeout}.";
        }

        if (ReadBurst < 1 || ReadsPerSecond is not (> 0 and < 10_000))
        {
            yield return $"Arm:ReadBurst must be at least 1 and Arm:ReadsPerSecond above zero, not {ReadBurst} and {ReadsPerSecond}.";
        }

        if (Uri.CheckHostName(AppConfigurationSuffix) != UriHostNameType.Dns || !AppConfigurationSuffix.Contains('.', StringComparison.Ordinal))
        {
            yield return $"Arm:AppConfigurationSuffix must be the end of a host name such as azconfig.io, not '{AppConfigurationSuffix}'.";
        }
    }
}
