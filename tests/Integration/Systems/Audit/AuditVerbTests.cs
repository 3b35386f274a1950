using System.Text.Json.Nodes;
using OpsAutomation.Cli.Verbs;
using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Functions.Activities;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Audit;

/// <summary>The record of a running system: anchored, checked, carried away, tampered with.</summary>
public sealed class AuditVerbTests : IAsyncLifetime
{
    private LocalSystemDriver _system = null!;

    public async Task InitializeAsync() => _system = await LocalSystemDriver.StartAsync();

    public async Task DisposeAsync() => await _system.DisposeAsync();

    [Fact]
    public async Task Who_takes_an_anchor_away_or_forges_the_export_is_found()
    {
        var incident = await _system.IncidentOfAsync(await _system.FireSampleAsync("cpu-high"));
        await _system.StatusAsync(incident, IncidentStatus.Closed);
        await _system.Service<AnchorWriter>().RunAsync("local", () => _system.Service<IncidentIndex>().RecentAsync(CancellationToken.None));

        var (whole, told) = await OpsAsync("audit", "verify");
        Assert.True(whole == 0, told);
        Assert.Contains("1 anchor(s), the last of 2026-11-23: every chain holds", told, StringComparison.Ordinal);

        var file = Path.Combine(_system.DataFolder, "record.jsonl");
        Assert.Equal(0, (await OpsAsync("audit", "export", "--from", "2026-11-23", "--until", "2026-11-24", "--out", file)).Code);
        Assert.Equal(0, (await CommandLine.DotnetAsync(typeof(CliException).Assembly.Location, "audit", "check", file)).Code);
        var text = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, text.Replace("Opened", "Closed", StringComparison.Ordinal));
        Assert.Equal(1, (await CommandLine.DotnetAsync(typeof(CliException).Assembly.Location, "audit", "check", file)).Code);

        File.Delete(Assert.Single(Directory.GetFiles(Path.Combine(_system.DataFolder, "anchors"))));
        var (gone, why) = await OpsAsync("audit", "verify");
        Assert.Equal(1, gone);
        Assert.Contains("anchor of 2026-11-23: It was written, and is gone.", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_moves_the_switch_and_why_is_in_the_chain_of_changes_with_before_and_after()
    {
        await _system.PostAsync("/api/kill-switch", new JsonObject { ["on"] = true, ["user"] = "ana", ["reason"] = "Smoke in the hall." });
        await _system.PostAsync("/api/kill-switch", new JsonObject { ["on"] = false, ["user"] = "ana", ["reason"] = "It was the toaster." });
        await _system.Service<SteeringNotes>().NoteAsync(CancellationToken.None);

        var changes = await _system.Service<ChangeLedger>().ReadAsync().ToListAsync();

        Assert.Equal([ChangeKinds.KillSwitch, ChangeKinds.KillSwitch, ChangeKinds.Catalogue, ChangeKinds.SigningKey], changes.Select(c => c.Kind));
        Assert.Equal(("ana", "It was the toaster."), (changes[1].Actor, changes[1].Reason));
        Assert.True((bool)changes[1].Before!["on"]!);
        Assert.False((bool)changes[1].After!["on"]!);
        Assert.Equal(64, ((string)changes[2].After!["guardrails.yaml"]!).Length);
        Assert.True((await _system.GetAsync("/api/audit")).Json["whole"]!.GetValue<bool>());
    }

    [Fact]
    public async Task An_export_of_no_day_or_of_too_many_is_refused()
    {
        Assert.Equal(400, (await _system.GetAsync("/api/audit/export?from=yesterday&to=2026-11-24")).Status);
        Assert.Equal(400, (await _system.GetAsync("/api/audit/export?from=2026-11-24&to=2026-11-23")).Status);
        Assert.Equal(400, (await _system.GetAsync("/api/audit/export?from=2020-01-01&to=2026-11-23")).Status);
    }

    private Task<(int Code, string Output)> OpsAsync(params string[] arguments) => CommandLine.DotnetAsync(
        [typeof(CliException).Assembly.Location, .. arguments, "--to", _system.Http.BaseAddress!.ToString(), "--data", _system.DataFolder]);
}
