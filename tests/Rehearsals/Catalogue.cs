using OpsAutomation.Cli.Rehearsing;
using OpsAutomation.Cli.Rehearsing.Performing;
using OpsAutomation.Cli.Rehearsing.Scripts;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Testing.Rehearsals;

namespace OpsAutomation.Rehearsals;

/// <summary>The rehearsals of the catalogue, and that one which goes wrong is seen to.</summary>
public sealed class Catalogue
{
    [Fact]
    public void Every_rehearsal_reads() => Assert.DoesNotContain(ShippedRehearsals.Problems, p => p.Severity == DiagnosticSeverity.Error);

    [Fact]
    public async Task Every_rehearsal_passes_as_it_is_written()
    {
        var results = await ShippedRehearsals.Plain;
        Assert.True(results.All(r => r.Passed), string.Join(Environment.NewLine, results.Where(r => !r.Passed).Select(RehearsalText.Failure)));
    }

    [Fact]
    public async Task Happy_rehearsals_pass_under_another_seed()
    {
        var results = await ShippedRehearsals.PlayAsync([.. ShippedRehearsals.Scripts.Where(s => s.Kind == RehearsalKind.Happy && s.Expect.Then is null)], [7]);
        Assert.True(results.All(r => r.Passed), string.Join(Environment.NewLine, results.Where(r => !r.Passed).Select(RehearsalText.Failure)));
    }

    [Fact]
    public async Task A_rehearsal_that_ends_otherwise_fails_and_says_how_to_play_it_again()
    {
        var script = ShippedRehearsals.Scripts.Single(s => s.Name == "scale-out-vmss-happy");
        var wrong = script with
        {
            Expect = script.Expect with { Changes = 2, Story = ["nobody wrote this"], State = [new StateMatch(RehearsedAzure.Web, "sku.capacity", "5")] },
            Forbid = new Prohibition([new FactMatch("started", new Dictionary<string, string>(StringComparer.Ordinal), null)], [new CallMatch("PATCH", null, null, null, null)], [], []),
        };
        var result = Assert.Single(await ShippedRehearsals.PlayAsync([wrong], [3]));
        Assert.Equal(5, result.Failures.Count);
        Assert.Contains("--seed 3", RehearsalText.Failure(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_seed_plays_at_other_times_and_the_same_seed_at_the_same()
    {
        var script = ShippedRehearsals.Scripts.Single(s => s.Name == "restart-web-app-happy");
        var results = await ShippedRehearsals.PlayAsync([script], [4, 5]);
        var again = await ShippedRehearsals.PlayAsync([script], [4]);
        Assert.NotEqual(results[0].Story, results[1].Story);
        Assert.Equal(results[0].Story, again[0].Story);
    }
}
