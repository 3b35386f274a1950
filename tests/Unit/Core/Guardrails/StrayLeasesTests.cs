using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Core.Guardrails;

/// <summary>Leases that nobody looks after any more, and those that only look so.</summary>
public sealed class StrayLeasesTests
{
    private static readonly DateTimeOffset Later = Samples.Now + StrayLeases.After;
    private static readonly Lease Mine = new(Samples.Resource, Samples.IncidentId, 7, Samples.Now, ["s"]);

    [Fact]
    public void What_a_run_holds_by_its_own_journal_stays_while_it_is_open_and_while_it_is_alive()
    {
        Assert.Null(Why(Mine, File(Reserved()), alive: true));
        Assert.Null(Why(Mine, File(Reserved()), alive: false));
        Assert.Null(Why(Mine, File(Reserved(), Closed()), alive: true));
        Assert.Equal("Its incident is closed, and its run is over.", Why(Mine, File(Reserved(), Closed()), alive: false));
    }

    [Fact]
    public void What_no_journal_knows_of_is_free_after_a_while()
    {
        Assert.Equal("Its run says that it holds nothing.", Why(Mine, File(), alive: true));
        Assert.Equal("Its run says that it holds nothing.", Why(Mine, File(Reserved(), (new Fact.Released("over"), IncidentStatus.Mitigated)), alive: true));
        Assert.Null(StrayLeases.Why([Mine], File(), alive: true, Later.AddTicks(-1)));
        Assert.Equal("There is no incident of that name.", Why(Mine, null, alive: false));
        Assert.Null(Why(Mine, null, alive: true));
    }

    [Fact]
    public void An_unfinished_operation_keeps_every_lease_of_its_holder()
    {
        var other = Mine with { Resource = "/other", OperationId = "op" };

        Assert.Null(StrayLeases.Why([Mine, other], File(), alive: false, Later.AddDays(30)));
        Assert.Null(Why(Mine, File(Reserved(), (new Fact.Intended("s", "op", Samples.Plan(), "h", 7), IncidentStatus.Remediating), (new Fact.Released("by decision"), IncidentStatus.Closed)), alive: false));
    }

    [Fact]
    public void What_an_expiry_or_an_undo_holds_is_free_when_its_orchestration_is_over()
    {
        var expiry = Mine with { IncidentId = IncidentRun.ExpiryId(Samples.IncidentId, "s") };

        Assert.Null(Why(expiry, File(Closed()), alive: true));
        Assert.Equal("What took it is over and did not give it back.", Why(expiry, File(Closed()), alive: false));
    }

    private static string? Why(Lease lease, IncidentFile? file, bool alive) => StrayLeases.Why([lease], file, alive, Later);

    private static (Fact, IncidentStatus) Reserved() => (new Fact.Reserved("s", 7, [Samples.Resource]), IncidentStatus.Remediating);

    private static (Fact, IncidentStatus) Closed() => (new Fact.Ended("over"), IncidentStatus.Closed);

    private static IncidentFile File(params (Fact Fact, IncidentStatus Status)[] facts) => new(
        Samples.Seed(),
        "1",
        [.. facts.Prepend((new Fact.Opened(Samples.Alert()), IncidentStatus.Open)).Select((f, i) =>
            new JournalEntry(i + 1, $"k{i}", Samples.Now, "x", "x", f.Item1, f.Item2, AuditChain.Origin, AuditChain.Origin))],
        null);
}
