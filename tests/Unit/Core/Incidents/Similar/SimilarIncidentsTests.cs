using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Incidents.Similar;

namespace OpsAutomation.Unit.Core.Incidents.Similar;

public sealed class SimilarIncidentsTests
{
    private static readonly Incident Subject = Closed("INC-0", 0, "vm-1", "cpu-high", "saturation", "shop") with { Status = IncidentStatus.AwaitingApproval };

    [Fact]
    public void The_nearest_come_first_with_what_they_have_in_common()
    {
        var found = SimilarIncidents.Rank(Subject,
        [
            Closed("INC-1", -1, "vm-9", "disk-full", "saturation", "shop"),
            Closed("INC-2", -2, "vm-9", "cpu-high", "saturation", "shop"),
            Closed("INC-3", -3, "VM-1", "disk-full", "other", "shop"),
            Closed("INC-4", -4, "vm-1", "cpu-high", "saturation", "shop"),
            Closed("INC-5", -5, "vm-9", "disk-full", "other", "shop"),
        ]);

        Assert.Equal(["INC-4", "INC-3", "INC-2", "INC-1"], found.Select(s => s.Incident.Id));
        Assert.Equal("same resource, same rule, same category and same service", found[0].Why);
        Assert.Equal("same resource and same service", found[1].Why);
        Assert.Equal(TimeSpan.FromMinutes(20), found[0].Lasted);
    }

    [Fact]
    public void An_open_incident_the_subject_itself_and_what_shares_only_nothing_known_are_passed_over()
    {
        var bare = Subject with { Resource = null, Rule = null, Category = null, Service = null };

        Assert.Empty(SimilarIncidents.Rank(Subject, [Subject with { Status = IncidentStatus.Closed }, Closed("INC-1", -1, "vm-1", "cpu-high", "x", "y") with { Status = IncidentStatus.Escalated }]));
        Assert.Empty(SimilarIncidents.Rank(bare, [bare with { Id = "INC-1", Status = IncidentStatus.Closed }]));
    }

    [Fact]
    public void Of_equally_near_ones_the_newest_come_first_and_no_more_than_asked()
    {
        var many = Enumerable.Range(1, 20).Select(i => Closed($"INC-{i}", -i, "vm-1", "cpu-high", "saturation", "shop"));

        Assert.Equal(["INC-1", "INC-2", "INC-3"], SimilarIncidents.Rank(Subject, many.Reverse(), 3).Select(s => s.Incident.Id));
    }

    private static Incident Closed(string id, int days, string resource, string rule, string category, string service) => new()
    {
        Id = id,
        Scope = "shop",
        Title = rule,
        Severity = Severity.Sev2,
        Status = IncidentStatus.Closed,
        Service = service,
        Resource = resource,
        Rule = rule,
        Category = category,
        Episode = 1,
        StartedAt = Samples.Now.AddDays(days),
        OpenedAt = Samples.Now.AddDays(days),
        UpdatedAt = Samples.Now.AddDays(days).AddMinutes(20),
        ClosedAt = Samples.Now.AddDays(days).AddMinutes(20),
        AlertCount = 1,
        LastSequence = 1,
        LastHash = "h",
    };
}
