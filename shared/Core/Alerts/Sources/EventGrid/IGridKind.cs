namespace OpsAutomation.Core.Alerts.Sources.EventGrid;

/// <summary>One kind of native event: its types, and how to read it.</summary>
internal interface IGridKind
{
    /// <summary>Name for a person.</summary>
    string Name { get; }

    /// <summary>The event types.</summary>
    IReadOnlyList<string> Types { get; }

    /// <summary>Reads it; null with a problem when a must is missing.</summary>
    AlertDraft? Read(GridEvent item, AlertDraft draft, out DeadLetter? problem);
}
