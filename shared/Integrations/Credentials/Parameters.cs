using OpsAutomation.Core.Actions;

namespace OpsAutomation.Integrations.Credentials;

/// <summary>Parameters that several actions on credentials share.</summary>
internal static class Parameters
{
    /// <summary>Which of several credentials.</summary>
    public static readonly ActionParameter Credential = new(
        "credential", ActionParameterType.Text, Required: false, "Name of the credential in services.yaml; needed where the target has more than one.");

    /// <summary>How long a new password holds.</summary>
    public static readonly ActionParameter ValidDays = new(
        "validDays", ActionParameterType.Integer, Required: true, "How many days the new secret holds.", Min: 1, Max: 730);

    /// <summary>How long the old and the new one hold side by side.</summary>
    public static readonly ActionParameter Overlap = new(
        "overlapMinutes", ActionParameterType.Integer, Required: true, "How many minutes the new one must have been published: as long as the slowest consumer takes to read it.", Min: 1, Max: 10_080);
}
