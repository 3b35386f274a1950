namespace OpsAutomation.Core.Alerts.Sources.Aws;

/// <summary>One kind of message of AWS: how to know it, and how to read it.</summary>
internal interface IAwsKind
{
    /// <summary>Name for a person.</summary>
    string Name { get; }

    /// <summary>The <c>detail-type</c> values of its EventBridge events.</summary>
    IReadOnlyList<string> DetailTypes { get; }

    /// <summary>Whether the message is of this kind. Kinds are asked in order.</summary>
    bool Fits(AwsMessage message);

    /// <summary>Reads it; null with a problem when a must is missing.</summary>
    AlertDraft? Read(AwsMessage message, IntakeContext context, out DeadLetter? problem);
}
