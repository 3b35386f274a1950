using OpsAutomation.Cli.Rehearsing.Observing;

namespace OpsAutomation.Cli.Rehearsing.Campaigns;

/// <summary>What changes are called in the table of a campaign: as the log shows them, not as we call them ourselves.</summary>
internal static class CampaignActions
{
    /// <summary>Kind of resource and what was done to it.</summary>
    public static string NameOf(ObservedCall call)
    {
        var type = Targets.TypeOf(call.Target).Split('/')[^1];
        var word = call.Path.Split('/')[^1];
        return call.Method switch
        {
            "POST" => $"{type} {word}",
            _ when call.Capacity is not null => $"{type} capacity",
            "PATCH" => $"{type} size",
            "PUT" when type == "secrets" => "secrets publish",
            "PUT" when type == "configurationstores" => "configurationstores flag",
            "PUT" when type == "serverfarms" => "serverfarms size",
            _ => $"{type} {call.Method.ToLowerInvariant()}",
        };
    }
}
