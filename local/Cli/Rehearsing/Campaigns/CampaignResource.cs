using System.Text.Json.Nodes;

namespace OpsAutomation.Cli.Rehearsing.Campaigns;

/// <summary>A resource of a campaign, or an identity, or a secret of its vault.</summary>
/// <param name="Name">Name; of an identity, its object id.</param>
/// <param name="Type">ARM type, or what stands in its place in the catalogue.</param>
/// <param name="IsProtected">Whether a tag protects it, or, of an identity, that it is a way in when everything else fails.</param>
internal sealed record CampaignResource(string Name, string Type, bool IsProtected)
{
    private const string Scope = $"/subscriptions/{CampaignEstate.Subscription}/resourceGroups/{CampaignEstate.Group}/providers";

    /// <summary>Whether ARM knows it: then it can be locked, changed by hand and replaced.</summary>
    public bool IsOfArm => !IsIdentity && !IsSecret;

    /// <summary>Its id, as alerts and the catalogue name it.</summary>
    public string Id => IsIdentity ? $"/providers/{Type}/{Name}"
        : IsSecret ? $"{Scope}/Microsoft.KeyVault/vaults/{CampaignEstate.Vault}/secrets/{Name}"
        : $"{Scope}/{Type}/{Name}";

    /// <summary>Which requests a fault of it hits.</summary>
    public JsonObject Matching(JsonObject fault)
    {
        if (Type == CampaignEstate.Stores)
        {
            fault["route"] = $"{Name}.azconfig.io*";
        }
        else
        {
            fault["resource"] = IsIdentity ? $"/v1.0/{Type.Split('/')[1]}/{Name}" : IsSecret ? $"/secrets/{Name}" : Id;
        }

        return fault;
    }

    /// <summary>The methods that change it.</summary>
    public IReadOnlyList<string> Changing => Type switch
    {
        CampaignEstate.Farms or CampaignEstate.Stores or CampaignEstate.Secrets => ["PUT"],
        CampaignEstate.Sets or CampaignEstate.Machines => ["PATCH", "POST"],
        CampaignEstate.Groups => ["DELETE", "PUT"],
        _ => ["POST"],
    };

    private bool IsIdentity => Type.StartsWith("Microsoft.Graph/", StringComparison.Ordinal);

    private bool IsSecret => Type == CampaignEstate.Secrets;
}
