using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Records;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Core.Audit;

public sealed class AuditChainTests
{
    private static readonly IReadOnlyList<JournalEntry> Chain = Build();

    [Fact]
    public void A_chain_as_written_is_whole_also_after_it_was_stored_and_read()
    {
        Assert.Null(AuditChain.Verify(Chain));
        Assert.Null(AuditChain.Verify([.. Chain.Select(e => OpsJson.Read<JournalEntry>(OpsJson.Write(e)))]));
    }

    [Fact]
    public void A_changed_entry_breaks_the_chain_there()
    {
        var changed = Chain.ToArray();
        changed[1] = changed[1] with { Actor = "ben" };

        Assert.Equal(2, AuditChain.Verify(changed)!.Sequence);
    }

    [Fact]
    public void A_changed_entry_that_was_sealed_again_breaks_the_link_after_it()
    {
        var changed = Chain.ToArray();
        changed[1] = AuditChain.Seal(changed[1] with { Actor = "ben" });

        Assert.Equal(3, AuditChain.Verify(changed)!.Sequence);
    }

    [Fact]
    public void A_missing_entry_is_named() => Assert.Contains("2 is missing", AuditChain.Verify([Chain[0], Chain[2]])!.Reason, StringComparison.Ordinal);

    [Fact]
    public void A_cut_off_end_shows_against_the_head()
    {
        var head = Samples.Seed() with { LastSequence = 3, LastHash = Chain[2].Hash };

        Assert.Null(AuditChain.Verify(Chain, head));
        Assert.NotNull(AuditChain.Verify([Chain[0], Chain[1]], head));
    }

    private static List<JournalEntry> Build()
    {
        Fact[] facts =
        [
            new Fact.Opened(Samples.Alert()),
            new Fact.Planned("scale-out", 1, Samples.Plan() with { CostPerHourDelta = 0.1 + 0.2, Currency = "USD" }, "h"),
            new Fact.Intended("scale-out", "op", Samples.Plan(), "h", long.MaxValue),
        ];
        var chain = new List<JournalEntry>();
        foreach (var fact in facts)
        {
            chain.Add(AuditChain.Seal(new JournalEntry(
                chain.Count + 1, $"k{chain.Count}", Samples.Now, "ana", "Ä \u2028 \"text\"", fact, IncidentStatus.Open, chain.Count == 0 ? AuditChain.Origin : chain[^1].Hash, string.Empty)));
        }

        return chain;
    }
}
