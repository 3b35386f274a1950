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
    }
}
