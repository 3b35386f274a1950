namespace OpsAutomation.Core.Alerts.Sources.AzureMonitor;

/// <summary>The three parts of a common-schema alert: essentials, context, custom properties.</summary>
internal sealed class CommonAlert(JsonFields data)
{
    /// <summary>What every alert has.</summary>
    public JsonFields Essentials { get; } = data.Object("essentials");

    /// <summary>What depends on the kind.</summary>
    public JsonFields Context { get; } = data.Object("alertContext");

    /// <summary>Properties that the rule's author added.</summary>
    public JsonFields CustomProperties { get; } = data.Object("customProperties");

    /// <summary>The condition of a metric or log rule, or nothing.</summary>
    public JsonFields Condition => Context.Object("condition");

    /// <summary>Whether <c>monitoringService</c> is one of the names, ignoring case, spaces and dashes.</summary>
    public bool ServiceIs(IEnumerable<string> names) =>
        Essentials.Text("monitoringService", 128) is { } service && names.Any(n => Plain(n) == Plain(service));

    /// <summary>Whether <c>conditionType</c> is one of the names, ignoring case.</summary>
    public bool ConditionIs(params IEnumerable<string> names) =>
        Context.Text("conditionType", 128) is { } type && names.Any(n => string.Equals(n, type, StringComparison.OrdinalIgnoreCase));

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
