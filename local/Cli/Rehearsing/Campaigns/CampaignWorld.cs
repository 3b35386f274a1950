using System.Globalization;
using OpsAutomation.Cli.Rehearsing.Observing;
using OpsAutomation.Cli.Rehearsing.Scripts;
using OpsAutomation.Core.Guardrails;

namespace OpsAutomation.Cli.Rehearsing.Campaigns;

/// <summary>What happens from outside to the system of a part, told to the observer.</summary>
/// <param name="rehearsal">The system.</param>
/// <param name="draw">Chance.</param>
/// <param name="tally">Where it is counted.</param>
internal sealed class CampaignWorld(Rehearsal rehearsal, DrawSource draw, CampaignTally tally)
{
    private static readonly TimeSpan StopLasts = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LockLasts = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan GoneFor = TimeSpan.FromMinutes(1);
    private readonly List<Order> _orders = [];
    private long _lastCall;

    /// <summary>The system.</summary>
    public Rehearsal Rehearsal => rehearsal;

    /// <summary>What the observer is told.</summary>
    public IReadOnlyList<Order> Orders => _orders;

    /// <summary>The condition comes about that an alert tells of; mostly it gets better some time after.</summary>
    public async Task MakeIllAsync(CampaignAlert alert, CampaignResource resource)
    {
        if (alert.Metric.Length > 0)
        {
            var better = draw.Next(10) == 0 ? (TimeSpan?)null : TimeSpan.FromSeconds(60 + draw.Next(600));
            await rehearsal.Azure.SetMetricAsync(resource.Id, alert.Metric, alert.Ill, better);
        }

        // Somebody did again what an earlier run may have mended.
        if (resource.IsProtected)
        {
            return;
        }

        switch (resource.Type)
        {
            case CampaignEstate.Groups:
                await ByHandAsync("PUT", $"{resource.Id}/securityRules/temporary-ssh?api-version=2024-05-01", new
                {
                    properties = new { protocol = "Tcp", sourceAddressPrefix = "*", sourcePortRange = "*", destinationAddressPrefix = "*", destinationPortRange = "22", access = "Allow", priority = 200, direction = "Inbound" },
                });
                break;
            case CampaignEstate.Stores:
                await ByHandAsync("PUT", $"https://{resource.Name}.azconfig.io/kv/.appconfig.featureflag%2Fnew-basket?api-version=2023-11-01", new
                {
                    value = "{\"id\":\"new-basket\",\"enabled\":true,\"conditions\":{\"client_filters\":[]}}",
                    content_type = "application/vnd.microsoft.appconfig.ff+json;charset=utf-8",
                });
                break;
            default:
                break;
        }
    }

    /// <summary>The alert comes in.</summary>
    public async Task FireAsync(CampaignAlert alert, CampaignResource resource)
    {
        await OrderAsync(OrderKind.Alert, resource.Id);
        tally.Alerts++;
        tally.Alert(alert.Words);
        if (alert.IsRaised)
        {
            await rehearsal.Azure.RaiseAsync(Notice(resource));
        }
        else
        {
            await rehearsal.PostAlert(AlertBodies.At(alert.Body(resource), rehearsal.Now), alert.Source);
        }
    }

    /// <summary>Something gets in the way; returns what ends it, and after which time, where something does.</summary>
    public async Task<(TimeSpan After, Func<Task> Act)?> DisturbAsync(CampaignResource resource)
    {
        var free = resource is { IsOfArm: true, IsProtected: false };
        switch (draw.Next(10))
        {
            case 0 or 7 when resource.IsOfArm:
                tally.Count("lock put on");
                await GuardAsync(() => rehearsal.Azure.LockAsync(resource.Id));
                return (LockLasts, () => ByHandAsync("DELETE", $"{resource.Id}/providers/Microsoft.Authorization/locks/by-hand?api-version=2020-05-01"));
            case 1:
                tally.Count("kill switch");
                await StopAsync(on: true);
                return (StopLasts, () => StopAsync(on: false));
            case 2 or 8:
                tally.Count("hold");
                var length = TimeSpan.FromMinutes(5 + draw.Next(30));
                await HoldAsync(resource, length);
                return null;
            case 3 when free && resource.Type == CampaignEstate.Sets:
                tally.Count("scaled by hand");
                await GuardAsync(() => rehearsal.Azure.ScaleByHandAsync(resource.Id, 1 + draw.Next(5)));
                return null;
            case 4 when free && resource.Type == CampaignEstate.Machines:
                tally.Count("turned off by hand");
                await GuardAsync(() => rehearsal.Azure.PowerOffByHandAsync(resource.Id));
                return (LockLasts, () => ByHandAsync("POST", $"{resource.Id}/start?api-version=2024-07-01"));
            case 5 or 6 when free && resource.Type == CampaignEstate.Machines:
                tally.Count("replaced under the same name");
                await ByHandAsync("DELETE", $"{resource.Id}?api-version=2024-07-01");
                return (GoneFor, () => ByHandAsync("PUT", $"{resource.Id}?api-version=2024-07-01", new
                {
                    location = "westeurope",
                    tags = new { service = $"campaign-{resource.Name}" },
                    properties = new { hardwareProfile = new { vmSize = "Standard_D4s_v5" } },
                }));
            default:
                return null;
        }
    }

    private static object Notice(string id, string name, DateTimeOffset now) => new
    {
        id,
        topic = $"/subscriptions/{CampaignEstate.Subscription}/resourceGroups/{CampaignEstate.Group}/providers/Microsoft.KeyVault/vaults/{CampaignEstate.Vault}",
        subject = name,
        eventType = "Microsoft.KeyVault.SecretNearExpiry",
        eventTime = now.ToString("O", CultureInfo.InvariantCulture),
        dataVersion = "1",
        metadataVersion = "1",
        data = new
        {
            Id = $"https://{CampaignEstate.Vault}.vault.azure.net/secrets/{name}/0123456789abcdef0123456789abcdef",
            VaultName = CampaignEstate.Vault,
            ObjectType = "Secret",
            ObjectName = name,
            EXP = (now + TimeSpan.FromDays(25)).ToUnixTimeSeconds(),
        },
    };

    private object Notice(CampaignResource secret) => Notice(string.Create(CultureInfo.InvariantCulture, $"near-{secret.Name}-{rehearsal.Now.UtcTicks}"), secret.Name, rehearsal.Now);

    private async Task StopAsync(bool on)
    {
        if (!on)
        {
            await OrderAsync(OrderKind.GoOn, string.Empty);
        }

        await rehearsal.Part<KillSwitch>().SetAsync(on, "ana", "As the campaign draws.");
        if (on)
        {
            await OrderAsync(OrderKind.Stop, string.Empty);
        }
    }

    // It stands once it was said to stand. A resource that nobody can hold is a fault of the system.
    private async Task HoldAsync(CampaignResource resource, TimeSpan length)
    {
        var until = rehearsal.Now + length;
        try
        {
            await rehearsal.Hold(resource.Id, "ana", length);
            await OrderAsync(OrderKind.Hold, resource.Id, until);
        }
        catch (RehearsalException e)
        {
            tally.Count("hold not accepted");
            tally.Problem($"Nobody could hold {resource.Id}: {e.Message}");
        }
    }

    private Task ByHandAsync(string method, string address, object? body = null) => GuardAsync(() => rehearsal.Azure.ByHandAsync(method, address, body));

    // Faults and locks strike whoever calls: a person who meets one goes home.
    private async Task GuardAsync(Func<Task> act)
    {
        try
        {
            await rehearsal.LetAsync(DoneAsync(act));
        }
        catch (Exception e) when (e is InvalidOperationException or HttpRequestException or RehearsalException)
        {
            // As said.
        }
    }

    private static async Task<bool> DoneAsync(Func<Task> act)
    {
        await act();
        return true;
    }

    /// <summary>Tells the observer.</summary>
    public async Task OrderAsync(OrderKind kind, string resource, DateTimeOffset? until = null, string by = "")
    {
        var calls = await rehearsal.Azure.CallsAsync(_lastCall);
        _lastCall = calls.Count == 0 ? _lastCall : calls[^1].Sequence;
        _orders.Add(new Order(_lastCall, kind, resource.ToLowerInvariant(), until) { At = rehearsal.Now, By = by });
    }
}
