namespace OpsAutomation.SimulatedAzure.Arm;

/// <summary>The API versions that are accepted, by resource type: the stable ones of the published ARM schemas.</summary>
internal static class ApiVersions
{
    /// <summary>Microsoft.Compute resource types.</summary>
    public static readonly string[] Compute =
    [
        "2026-04-01", "2026-03-01", "2025-11-01", "2025-04-01", "2024-11-01", "2024-07-01", "2024-03-01", "2023-09-01", "2023-07-01", "2023-03-01",
        "2022-11-01", "2022-08-01", "2022-03-01", "2021-11-01", "2021-07-01", "2021-04-01", "2021-03-01", "2020-12-01", "2020-06-01",
        "2019-12-01", "2019-07-01",
    ];

    /// <summary>Microsoft.Web resource types.</summary>
    public static readonly string[] Web =
        ["2025-05-01", "2024-11-01", "2024-04-01", "2023-12-01", "2023-01-01", "2022-09-01", "2022-03-01", "2021-03-01", "2021-02-01", "2020-12-01", "2019-08-01"];

    /// <summary>Microsoft.Network/networkSecurityGroups.</summary>
    public static readonly string[] Network =
        ["2025-07-01", "2025-05-01", "2025-01-01", "2024-10-01", "2024-07-01", "2024-05-01", "2024-03-01", "2024-01-01", "2023-11-01", "2023-09-01", "2023-04-01"];

    /// <summary>Microsoft.AppConfiguration/configurationStores.</summary>
    public static readonly string[] Configuration = ["2024-06-01", "2024-05-01", "2023-03-01", "2022-05-01", "2020-06-01", "2019-10-01"];

    /// <summary>The data of configuration stores (<c>https://{store}.azconfig.io</c>).</summary>
    public static readonly string[] KeyValues = ["1.0", "2023-10-01", "2023-11-01", "2024-09-01"];

    /// <summary>Microsoft.Insights/autoscalesettings.</summary>
    public static readonly string[] Autoscale = ["2022-10-01", "2015-04-01", "2014-04-01"];

    /// <summary>Subscriptions, resource groups, resources, providers, tags.</summary>
    public static readonly string[] Resources =
    [
        "2025-04-01", "2025-03-01", "2024-11-01", "2024-07-01", "2024-03-01", "2023-07-01", "2022-12-01", "2022-09-01", "2022-06-01",
        "2022-01-01", "2021-04-01", "2021-01-01", "2020-10-01", "2020-06-01", "2020-01-01", "2019-10-01", "2019-06-01", "2018-05-01",
    ];

    /// <summary>Microsoft.Authorization/locks.</summary>
    public static readonly string[] Locks = ["2020-05-01", "2017-04-01", "2016-09-01", "2015-01-01"];

    /// <summary>Microsoft.Insights/metrics, metricDefinitions.</summary>
    public static readonly string[] Metrics = ["2024-02-01", "2023-10-01", "2021-05-01", "2019-07-01", "2018-01-01"];

    /// <summary>Microsoft.Insights/eventtypes (the activity log).</summary>
    public static readonly string[] ActivityLog = ["2017-03-01-preview", "2015-04-01"];

    /// <summary>Checks the version of a request.</summary>
    /// <exception cref="ArmRefusal">MissingApiVersionParameter, InvalidApiVersionParameter, NoRegisteredProviderFound.</exception>
    public static void Check(ArmCall call, string type, IReadOnlyList<string> known)
    {
        if (call.ApiVersion.Length == 0)
        {
            throw new ArmRefusal(400, "MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required for all requests.");
        }

        if (known.Contains(call.ApiVersion, StringComparer.OrdinalIgnoreCase))
        {
            return;
        }

        throw type.Contains('/', StringComparison.Ordinal)
            ? new ArmRefusal(400, "NoRegisteredProviderFound",
                $"No registered resource provider found for API version '{call.ApiVersion}' for type '{type.Split('/', 2)[1]}'. The supported api-versions are '{string.Join(", ", known)}'.")
            : new ArmRefusal(400, "InvalidApiVersionParameter",
                $"The api-version '{call.ApiVersion}' is invalid. The supported versions are '{string.Join(",", known)}'.");
    }
}
