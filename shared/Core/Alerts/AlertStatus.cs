namespace OpsAutomation.Core.Alerts;

/// <summary>Whether the condition holds now.</summary>
public enum AlertStatus
{
    /// <summary>The condition holds.</summary>
    Firing,

    /// <summary>The condition ended. A resolved alert never starts a remediation.</summary>
    Resolved,

    /// <summary>Something happened that neither begins nor ends a condition, for example the start of a deployment. It opens and ends nothing.</summary>
    Information,
}

/// <summary>Azure Monitor's scale, kept for every source: 0 is critical, 4 is verbose.</summary>
public enum Severity
{
    /// <summary>Critical.</summary>
    Sev0,

    /// <summary>Error.</summary>
    Sev1,

    /// <summary>Warning.</summary>
    Sev2,

    /// <summary>Informational.</summary>
    Sev3,

    /// <summary>Verbose.</summary>
    Sev4,
}
