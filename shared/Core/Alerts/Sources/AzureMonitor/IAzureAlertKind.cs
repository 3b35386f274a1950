namespace OpsAutomation.Core.Alerts.Sources.AzureMonitor;

/// <summary>One kind of alert inside the common schema: how to know it, and how to read its context.</summary>
internal interface IAzureAlertKind
{
    /// <summary>Name for a person.</summary>
    string Name { get; }

    /// <summary>The values of <c>monitoringService</c> that this kind goes by.</summary>
    IReadOnlyList<string> Services { get; }

    /// <summary>Whether rule, condition and time must stand in the essentials; budgets leave them null.</summary>
    bool NeedsEssentials => true;

    /// <summary>Whether the alert is of this kind. Kinds are asked in order.</summary>
    bool Fits(CommonAlert alert);

    /// <summary>Adds what the context says to what the essentials said; null with a problem when a must is missing.</summary>
    AlertDraft? Read(CommonAlert alert, AlertDraft draft, out DeadLetter? problem);
}
