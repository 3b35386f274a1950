using OpsAutomation.Runtime.Functions;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Access;

/// <summary>Every route with every kind of key. A new route fails here until somebody writes down who may use it.</summary>
public sealed class AuthorisationTests(SharedSystem shared) : IClassFixture<SharedSystem>
{
    // Function, method, path; the answer to anybody; the answer to who has a key.
    internal static readonly (string Function, string Method, string Path, int Anybody, int WithKey)[] Table =
    [
        ("AlertIngress", "POST", "api/alerts/azure-monitor", 401, 415),

        // Asks whether an origin may post; azure-monitor has none on its list.
        ("AlertIngress", "OPTIONS", "api/alerts/azure-monitor", 401, 403),
        ("ListIncidents", "GET", "api/incidents", 401, 200),
        ("GetIncident", "GET", "api/incidents/none", 401, 404),
        ("ListAlerts", "GET", "api/alerts", 401, 200),
        ("ExplainAlert", "GET", "api/alerts/none", 401, 404),
        ("ExportEvents", "GET", "api/intake/export", 401, 400),
        ("GetApproval", "GET", "api/approvals/none", 401, 404),
        ("PostApproval", "POST", "api/approvals/none", 401, 415),
        ("ListApprovals", "GET", "api/approvals", 401, 200),
        ("PostApprovalGroup", "POST", "api/approvals/groups/none", 401, 415),
        ("ListDelegations", "GET", "api/approvals/people/delegations", 401, 200),
        ("GiveDelegation", "POST", "api/approvals/people/delegations", 401, 415),
        ("RevokeDelegation", "POST", "api/approvals/people/delegations/revoke", 401, 415),
        ("CloseIncident", "POST", "api/incidents/none/close", 401, 415),
        ("GetIncidentPlan", "GET", "api/incidents/none/plan", 401, 404),
        ("PostPlan", "POST", "api/plans", 401, 415),
        ("VerifyAudit", "GET", "api/audit", 401, 200),
        ("ExportAudit", "GET", "api/audit/export", 401, 400),
        ("GetUndo", "GET", "api/incidents/none/undo", 401, 404),
        ("PostUndo", "POST", "api/incidents/none/undo", 401, 415),
        ("ListAutonomy", "GET", "api/autonomy", 401, 200),
        ("PromotePlaybook", "POST", "api/autonomy/promote", 401, 415),
        ("DemotePlaybook", "POST", "api/autonomy/demote", 401, 415),
        ("GetKillSwitch", "GET", "api/kill-switch", 401, 200),
        ("SetKillSwitch", "POST", "api/kill-switch", 401, 415),
        ("ListHolds", "GET", "api/holds", 401, 200),
        ("PlaceHold", "POST", "api/holds", 401, 415),
        ("ReleaseHold", "POST", "api/holds/release", 401, 415),
        ("ListLinkKeys", "GET", "api/link-keys", 401, 200),
        ("RotateLinkKey", "POST", "api/link-keys/rotate", 401, 415),
        ("RevokeLinks", "POST", "api/link-keys/revoke", 401, 415),
        ("ListSilences", "GET", "api/silences", 401, 200),
        ("CreateSilence", "POST", "api/silences", 401, 415),
        ("PreviewSilence", "POST", "api/silences/preview", 401, 415),
        ("CancelSilence", "POST", "api/silences/none/cancel", 401, 415),
        ("ActOnIncident", "POST", "api/incidents/none/acts/acknowledge", 401, 415),
        ("ListDrills", "GET", "api/drills", 401, 200),
        ("BeginDrill", "POST", "api/drills/none", 401, 415),
        ("GetCost", "GET", "api/cost", 401, 200),
        ("GetSlos", "GET", "api/slos", 401, 200),
        ("GetTelemetry", "GET", "api/telemetry", 401, 200),
        ("GetCost", "GET", "api/cost", 401, 200),
        ("Health", "GET", "api/health", 200, 200),
        ("IncidentsPage", "GET", "ops", 200, 200),
        ("IncidentsPage", "HEAD", "ops", 200, 200),
        ("IncidentPage", "GET", "ops/incidents/none", 404, 404),
        ("IncidentPage", "HEAD", "ops/incidents/none", 404, 404),
        ("AlertsPage", "GET", "ops/alerts", 200, 200),
        ("AlertsPage", "HEAD", "ops/alerts", 200, 200),
        ("AlertPage", "GET", "ops/alerts/none", 404, 404),
        ("AlertPage", "HEAD", "ops/alerts/none", 404, 404),
        ("StyleSheet", "GET", "ops/style.css", 200, 200),
        ("ApprovalPage", "GET", "ops/approve", 403, 403),
        ("ApprovalPage", "HEAD", "ops/approve", 403, 403),
        ("DecideOnPage", "POST", "ops/approve", 400, 400),
        ("ActPage", "GET", "ops/act", 403, 403),
        ("ActPage", "HEAD", "ops/act", 403, 403),
        ("ActOnPage", "POST", "ops/act", 400, 400),
        ("CalendarPage", "GET", "ops/calendar", 200, 200),
        ("CalendarPage", "HEAD", "ops/calendar", 200, 200),
        ("SlosPage", "GET", "ops/slos", 200, 200),
        ("SlosPage", "HEAD", "ops/slos", 200, 200),
        ("TelemetryPage", "GET", "ops/telemetry", 200, 200),
        ("TelemetryPage", "HEAD", "ops/telemetry", 200, 200),
        ("ChangeCalendar", "POST", "ops/calendar", 400, 400),
    ];

    private readonly LocalSystemDriver _system = shared.Driver;

    [Fact]
    public void Every_route_and_method_of_the_host_is_in_the_table()
    {
        var actual = _system.Local.Host.Functions
            .SelectMany(f => f.Trigger is HttpFunctionTrigger http ? http.Methods.Select(m => $"{f.Name} {m}") : [])
            .Order(StringComparer.Ordinal);

        Assert.Equal(Table.Select(t => $"{t.Function} {t.Method}").Order(StringComparer.Ordinal), actual);
    }

    [Fact]
    public async Task Every_route_opens_to_its_key_and_to_no_other()
    {
        var keys = _system.Local.Host.Keys;
        var withKey = _system.Local.Host.Functions
            .Where(f => f.Trigger is HttpFunctionTrigger { Level: Microsoft.Azure.Functions.Worker.AuthorizationLevel.Function })
            .Select(f => f.Name).ToArray();
        var wrong = new List<string>();
        foreach (var (function, method, path, anybody, allowed) in Table)
        {
            (string What, string? Key, int Expected)[] callers =
            [
                ("nobody", null, anybody),
                ("a wrong key", "wrong", anybody),
                ("the key of Event Grid", keys.EventGridKey, anybody),
                ("the key of another function", keys.FunctionKey(withKey.First(f => f != function)), anybody),
                ("the host's key", keys.HostKey, allowed),
                ("the master key", keys.MasterKey, allowed),
                ("its own key", withKey.Contains(function) ? keys.FunctionKey(function) : keys.HostKey, allowed),
            ];
            foreach (var (what, key, expected) in callers)
            {
                var status = await AskAsync(method, path, key);
                if (status != expected)
                {
                    wrong.Add($"{method} {path} with {what}: {status}, not {expected}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData("wrong", 401)]
    [InlineData("host", 401)]
    [InlineData("event-grid", 400)]
    [InlineData("master", 400)]
    public async Task The_Event_Grid_endpoint_opens_to_its_own_key_alone(string? which, int status)
    {
        var keys = _system.Local.Host.Keys;
        var key = which switch { "host" => keys.HostKey, "event-grid" => keys.EventGridKey, "master" => keys.MasterKey, _ => which };

        Assert.Equal(status, await AskAsync("POST", "runtime/webhooks/eventgrid?functionName=AlertReceived", key));
    }

    [Theory]
    [InlineData("admin/functions")]
    [InlineData("admin/host/keys")]
    [InlineData("runtime/webhooks/durabletask/instances")]
    [InlineData("_sim/calls")]
    [InlineData("")]
    public async Task Nothing_else_is_served(string path) => Assert.Equal(404, await AskAsync("GET", path, _system.Local.Host.Keys.MasterKey));

    private async Task<int> AskAsync(string method, string path, string? key)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (key is not null)
        {
            request.Headers.Add("x-functions-key", key);
        }

        using var response = await _system.Http.SendAsync(request);
        return (int)response.StatusCode;
    }
}
