namespace OpsAutomation.Functions.Hosting;

/// <summary>Which flavor this assembly was built as.</summary>
public static class Flavor
{
    /// <summary>Whether the host is the embedded one, of the ops command.</summary>
    public static bool IsEmbedded =>
#if OPS_EMBEDDED
        true;
#else
        false;
#endif
}
