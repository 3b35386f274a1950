namespace OpsAutomation.SimulatedAzure.Estates;

/// <summary>Codes of estate problems.</summary>
internal static class EstateCodes
{
    /// <summary>The file is not YAML.</summary>
    public const string Syntax = "OPS9001";

    /// <summary>A required field is missing.</summary>
    public const string Missing = "OPS9002";

    /// <summary>A field is not known.</summary>
    public const string Unknown = "OPS9003";

    /// <summary>A value has the wrong kind or is out of range.</summary>
    public const string Value = "OPS9004";

    /// <summary>Something is declared twice.</summary>
    public const string Twice = "OPS9005";

    /// <summary>The resource type is not simulated.</summary>
    public const string Type = "OPS9006";
}
