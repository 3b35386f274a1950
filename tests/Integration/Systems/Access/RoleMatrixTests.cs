using OpsAutomation.Functions.Hosting;

namespace OpsAutomation.Integration.Systems.Access;

/// <summary>Every endpoint by every role, over the real host. A new function fails here until somebody writes down who may use it.</summary>
public sealed class RoleMatrixTests(SignedInSystem system) : IClassFixture<SignedInSystem>
{
    // The least role of each function; none where it must be open: senders prove themselves in their own ways.
    private static readonly Dictionary<string, OpsRole?> Least = new(StringComparer.Ordinal)
    {
        ["AlertIngress"] = null,
        ["Health"] = null,
        ["StyleSheet"] = null,
        ["ListIncidents"] = OpsRole.Reader,
        ["GetIncident"] = OpsRole.Reader,
        ["ListAlerts"] = OpsRole.Reader,
        ["ExplainAlert"] = OpsRole.Reader,
        ["GetIncidentPlan"] = OpsRole.Reader,
        ["PostPlan"] = OpsRole.Reader,
        ["VerifyAudit"] = OpsRole.Reader,
        ["GetUndo"] = OpsRole.Reader,
        ["ListAutonomy"] = OpsRole.Reader,
        ["GetKillSwitch"] = OpsRole.Reader,
        ["ListHolds"] = OpsRole.Reader,
        ["ListSilences"] = OpsRole.Reader,
        ["PreviewSilence"] = OpsRole.Reader,
        ["GetTelemetry"] = OpsRole.Reader,
        ["ExportAudit"] = OpsRole.Reader,
        ["ListDrills"] = OpsRole.Reader,
        ["GetCost"] = OpsRole.Reader,
        ["GetSlos"] = OpsRole.Reader,
        ["SlosPage"] = OpsRole.Reader,
        ["ActPage"] = OpsRole.Reader,
        ["ListDelegations"] = OpsRole.Reader,
        ["IncidentsPage"] = OpsRole.Reader,
        ["IncidentPage"] = OpsRole.Reader,
        ["AlertsPage"] = OpsRole.Reader,
        ["AlertPage"] = OpsRole.Reader,
        ["ApprovalPage"] = OpsRole.Reader,
        ["CalendarPage"] = OpsRole.Reader,
        ["TelemetryPage"] = OpsRole.Reader,
        ["GetApproval"] = OpsRole.Approver,
        ["PostApproval"] = OpsRole.Approver,
        ["ListApprovals"] = OpsRole.Approver,
        ["PostApprovalGroup"] = OpsRole.Approver,
        ["GiveDelegation"] = OpsRole.Approver,
        ["RevokeDelegation"] = OpsRole.Approver,
        ["DecideOnPage"] = OpsRole.Approver,
        ["ActOnIncident"] = OpsRole.Approver,
        ["ActOnPage"] = OpsRole.Approver,
        ["BeginDrill"] = OpsRole.Operator,
        ["ExportEvents"] = OpsRole.Operator,
        ["CloseIncident"] = OpsRole.Operator,
        ["PostUndo"] = OpsRole.Operator,
        ["DemotePlaybook"] = OpsRole.Operator,
        ["SetKillSwitch"] = OpsRole.Operator,
        ["PlaceHold"] = OpsRole.Operator,
        ["ReleaseHold"] = OpsRole.Operator,
        ["CreateSilence"] = OpsRole.Operator,
        ["CancelSilence"] = OpsRole.Operator,
        ["ChangeCalendar"] = OpsRole.Operator,
        ["ListLinkKeys"] = OpsRole.Operator,
        ["PromotePlaybook"] = OpsRole.Admin,
        ["RotateLinkKey"] = OpsRole.Admin,
        ["RevokeLinks"] = OpsRole.Admin,
    };

    [Fact]
    public void Every_function_of_the_host_has_a_row() =>
        Assert.Equal(AuthorisationTests.Table.Select(t => t.Function).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), Least.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public async Task Every_endpoint_opens_to_its_roles_and_to_nobody_else()
    {
        var keys = system.Driver.Local.Host.Keys;
        var wrong = new List<string>();
        foreach (var (function, method, path, _, allowed) in AuthorisationTests.Table)
        {
            if (Least[function] is not { } least)
            {
                continue;
            }

            (string Who, IReadOnlyDictionary<string, string>? Headers, string? Key, int? Refused)[] callers =
            [
                ("nobody", null, keys.HostKey, 401),
                ("Event Grid", null, keys.EventGridKey, 401),
                ("a token for another audience", SignedInSystem.Person("eve@shop.test", "Ops.Admin", "https://management.azure.com"), keys.HostKey, 401),
                ("somebody without a role", SignedInSystem.Person("eve@shop.test"), keys.HostKey, 403),
                ("somebody with a role of another application", SignedInSystem.Person("eve@shop.test", "Admin"), keys.HostKey, 403),
                .. Enum.GetValues<OpsRole>().Where(r => r != OpsRole.None).Select(r =>
                    (r.ToString(), (IReadOnlyDictionary<string, string>?)SignedInSystem.Person("ana@shop.test", $"Ops.{r}"), (string?)keys.HostKey, r < least ? 403 : (int?)null)),
            ];
            foreach (var (who, headers, key, refused) in callers)
            {
                var answer = await system.AskAsync(method, path, headers, key);
                var byRole = answer.Body.Contains("this needs", StringComparison.Ordinal);
                if (answer.Status != (refused ?? allowed) || (method != "HEAD" && byRole != (refused == 403)))
                {
                    wrong.Add($"{method} {path} by {who}: {answer.Status}, not {refused ?? allowed}{(byRole ? ", for the role" : string.Empty)}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task A_role_does_not_stand_in_for_the_key_of_a_function()
    {
        foreach (var (function, method, path, anybody, _) in AuthorisationTests.Table.Where(t => t.Path.StartsWith("api/", StringComparison.Ordinal) && Least[t.Function] is not null))
        {
            Assert.Equal((function, anybody), (function, (await system.AskAsync(method, path, SignedInSystem.Person("ana@shop.test", "Ops.Admin"))).Status));
        }
    }

    [Fact]
    public async Task What_is_open_is_open_and_takes_no_account_of_who_says_that_he_is_signed_in()
    {
        foreach (var (function, method, path, anybody, _) in AuthorisationTests.Table.Where(t => Least[t.Function] is null))
        {
            Assert.Equal((function, anybody), (function, (await system.AskAsync(method, path)).Status));
            Assert.Equal((function, anybody), (function, (await system.AskAsync(method, path, SignedInSystem.Person("ana@shop.test", "Ops.Admin"))).Status));
        }
    }
}
