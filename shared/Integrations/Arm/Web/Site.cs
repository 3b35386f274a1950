using System.Text.Json.Nodes;
using Azure.Core;

namespace OpsAutomation.Integrations.Arm.Web;

/// <summary>An App Service site as one read gave it.</summary>
/// <param name="Id">ARM id.</param>
/// <param name="Name">Its name as Azure spells it.</param>
/// <param name="Identity">Its creation time: what a later namesake does not share.</param>
/// <param name="State">Running or Stopped.</param>
/// <param name="Tags">Its tags.</param>
internal sealed record Site(ResourceIdentifier Id, string Name, string Identity, string State, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>The properties as they were read.</summary>
    public JsonObject Properties { get; init; } = [];

    /// <summary>ARM type.</summary>
    public const string Type = "Microsoft.Web/sites";

    /// <summary>The state in which it serves.</summary>
    public const string Running = "Running";
}
