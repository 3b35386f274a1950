using NJsonSchema;
using OpsAutomation.Cli.Rehearsing.Campaigns;
using OpsAutomation.Cli.Verbs;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Schemas;

/// <summary>What a verb prints with <c>--json</c> is what its published schema says: the programs that read it go by that.</summary>
public sealed class JsonAnswersTests(SharedSystem shared) : IClassFixture<SharedSystem>
{
    private const string WebSet = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-shop/providers/Microsoft.Compute/virtualMachineScaleSets/vmss-shop-web";
    private const string Machine = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-shop/providers/Microsoft.Compute/virtualMachines/vm-shop-batch";
    private const string Group = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-report";

    private LocalSystemDriver Driver => shared.Driver;

    [Fact]
    public async Task Hold_prints_what_its_schema_says()
    {
        await MatchesAsync("hold", 0, "hold", Group, "--until", "2h", "--reason", "Moving the disks.", "--as", "ana");
        await MatchesAsync("hold", 0, "hold", "--list");
        await MatchesAsync("hold", 0, "hold", Group, "--release", "--as", "ana");
        await MatchesAsync("hold", 0, "hold", "--list");
    }

    [Fact]
    public async Task Keys_print_what_their_schema_says()
    {
        await MatchesAsync("keys", 0, "keys", "rotate", "--as", "ana", "--reason", "Half a year is over.");
        await MatchesAsync("keys", 0, "keys", "revoke", "k1", "--as", "ana", "--reason", "It leaked.");
        await MatchesAsync("keys", 0, "keys", "list");
    }

    [Fact]
    public async Task Approve_and_delegate_print_what_their_schemas_say()
    {
        await MatchesAsync("delegate", 0, "delegate", "ben", "--until", "2d", "--reason", "Leave.", "--as", "ana");
        await MatchesAsync("delegate", 0, "delegate", "--list");
        await MatchesAsync("delegate", 0, "delegate", "--revoke", "--as", "ana");
        var incident = await Driver.IncidentOfAsync(await Driver.FireSampleAsync("checkout-errors"));
        var other = await Driver.IncidentOfAsync(await Driver.FireSampleAsync("vm-unavailable"));
        await Driver.StatusAsync(incident, IncidentStatus.AwaitingApproval);
        await Driver.StatusAsync(other, IncidentStatus.AwaitingApproval);
        await MatchesAsync("approvals", 0, "approve", "--list");
        await MatchesAsync("approve", 0, "approve", incident, "--in-window", "2026-11-24T20:00Z/2026-11-24T22:00Z", "--reason", "Tonight.", "--as", "ana");
        await MatchesAsync("approve", 0, "approve", incident, "--withdraw", "--reason", "Not tonight.", "--as", "ana");
        var hash = (await Driver.GetAsync("/api/approvals")).Json["groups"]![0]!["hash"]!.GetValue<string>();
        await MatchesAsync("approve", 0, "approve", "--group", hash[..12], "--reject", "--instruction", "Wait for the release.", "--reason", "Not now.", "--as", "maria");
    }

    [Fact]
    public async Task Plan_and_undo_print_what_their_schemas_say()
    {
        var incident = await Driver.IncidentOfAsync(await Driver.FireSampleAsync("cpu-high"));
        await Driver.StatusAsync(incident, IncidentStatus.Closed);
        await MatchesAsync("plan", 0, "plan", "--playbook", "restart-vm", "--resource", Machine);
        await MatchesAsync("plan", null, "plan", "--playbook", "restart-vm", "--resource", Machine + "-absent");
        await MatchesAsync("plan", null, "plan", incident);
        await MatchesAsync("undo", null, "undo", incident);
        await MatchesAsync("undo", 0, "undo", incident, "--yes", "--as", "ana", "--reason", "It was a test.");
        await MatchesAsync("audit-verify", 0, "audit", "verify", incident);
    }

    [Fact]
    public async Task Acts_and_drills_print_what_their_schemas_say()
    {
        var incident = await Driver.IncidentOfAsync(await Driver.FireSampleAsync("unknown-signal"));
        await Driver.StatusAsync(incident, IncidentStatus.Escalated);
        await MatchesAsync("act", 0, "ack", incident, "--as", "ben");
        await MatchesAsync("act", 0, "mute", incident, "--preview", "--as", "ben");
        await MatchesAsync("act", 0, "snooze", incident, "--for", "1h", "--as", "ben", "--reason", "It can wait.");
        await MatchesAsync("drill", 0, "drill", "monthly-shop", "--now", "--as", "ana");
        await MatchesAsync("drill", 0, "drill", "list");
    }

    [Fact]
    public async Task Autonomy_prints_what_its_schema_says()
    {
        await MatchesAsync("autonomy", 0, "autonomy");
        await MatchesAsync("autonomy", 0, "autonomy", "demote", "scale-out-app-service-plan", "--type", "Microsoft.Web/serverfarms", "--as", "maria", "--reason", "Not before the sale is over.");
    }

    [Fact]
    public async Task Audit_prints_what_its_schemas_say()
    {
        var file = Path.Combine(Driver.DataFolder, "export.jsonl");
        await MatchesAsync("audit-verify", 0, "audit", "verify");
        await MatchesAsync("audit-file", 0, "audit", "export", "--from", "2026-11-24", "--out", file);
        var (code, output) = await CommandLine.DotnetAsync(typeof(CliException).Assembly.Location, "audit", "check", file, "--json");
        Assert.True(code == 0, output);
        await MatchesAsync("audit-file", output);
    }

    [Fact]
    public async Task Slo_prints_what_its_schema_says() => await MatchesAsync("slo", null, "slo");

    [Fact]
    public async Task Rehearse_prints_what_its_schema_says()
    {
        var (code, output) = await CommandLine.DotnetAsync(
            typeof(CliException).Assembly.Location, "rehearse", Path.Combine(CommandLine.Root, "catalog", "rehearsals", "always-ready-function", "always-ready-function-locked.yaml"), "--json");
        Assert.True(code == 0, output);
        await MatchesAsync("rehearse", output);

        var tally = new CampaignTally(1) { Alerts = 3, Incidents = 2, Effects = 1 };
        tally.Count("fault");
        tally.Action("vmss.scale-out");
        await MatchesAsync("rehearse", CampaignText.Json(tally));
    }

    [Fact]
    public async Task A_schema_refuses_what_it_does_not_name()
    {
        foreach (var (schema, wrong) in new[]
        {
            ("hold", """{"holds":[],"log":[],"more":1}"""), ("keys", """{"message":"x","secret":"y"}"""), ("plan", """{"steps":[]}"""), ("undo", """{"recorded":"yes","message":"x"}"""),
            ("approvals", """{"approvals":[]}"""), ("approve", """{"recorded":1,"message":"x"}"""), ("delegate", """{"delegations":[]}"""),
            ("autonomy", """{"needed":-1,"playbooks":[]}"""), ("audit-verify", """{"whole":true}"""), ("audit-file", """{"whole":"yes"}"""), ("rehearse", """[{"rehearsal":"x"}]"""),
        })
        {
            Assert.NotEmpty((await SchemaAsync(schema)).Validate(wrong));
        }
    }

    private async Task MatchesAsync(string schema, int? expected, params string[] arguments)
    {
        var (code, output) = await CommandLine.DotnetAsync(
            [typeof(CliException).Assembly.Location, .. arguments, "--json", "--to", Driver.Http.BaseAddress!.ToString(), "--data", Driver.DataFolder]);
        Assert.True(expected is null ? code is 0 or 1 : code == expected, $"{string.Join(' ', arguments)} ended with {code}: {output}");
        await MatchesAsync(schema, output);
    }

    private static async Task MatchesAsync(string schema, string output)
    {
        var errors = (await SchemaAsync(schema)).Validate(output);
        Assert.True(errors.Count == 0, $"{schema}: {string.Join("; ", errors)}\n{output}");
    }

    private static async Task<JsonSchema> SchemaAsync(string name) =>
        await JsonSchema.FromJsonAsync(await File.ReadAllTextAsync(Path.Combine(CommandLine.Root, "docs", "schemas", $"{name}.schema.json")));
}
