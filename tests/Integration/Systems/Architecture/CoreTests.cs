using OpsAutomation.Core.Alerts;

namespace OpsAutomation.Integration.Systems.Architecture;

public sealed class CoreTests
{
    private static readonly string[] Outside =
        ["Azure.", "Microsoft.AspNetCore", "Microsoft.Azure", "Microsoft.Data", "Microsoft.DurableTask", "SQLite", "System.Net.Http", "System.Data", "OpsAutomation."];

    // What is true today. A new arrow is a decision: write it down here, with a thought about whether it should point the other way.
    private static readonly SortedDictionary<string, string> Arrows = new(StringComparer.Ordinal)
    {
        ["Actions"] = "",
        ["Alerts"] = "Catalog Expressions Records Services",
        ["Approvals"] = "Actions Alerts Audit Calendars Catalog Incidents Notifications Playbooks Records",
        ["Audit"] = "Incidents Playbooks Records",
        ["Backtests"] = "Alerts Calendars Catalog Classification Correlation Incidents Notifications Records Services",
        ["Calendars"] = "Alerts Audit Catalog Records",
        ["Catalog"] = "Actions Alerts Calendars Classification Correlation Cost Guardrails Notifications Playbooks Services Slos Telemetry",
        ["ChatOps"] = "Alerts Approvals",
        ["Classification"] = "Alerts Catalog Expressions Services",
        ["Correlation"] = "Alerts Calendars Catalog Classification Incidents Records Services",
        ["Cost"] = "Alerts Catalog Records",
        ["EarnedAutonomy"] = "Actions Audit Incidents Playbooks Records",
        ["Explaining"] = "Correlation Incidents",
        ["Expressions"] = "",
        ["Guardrails"] = "Actions Audit Calendars Catalog Incidents Playbooks Records Services",
        ["Incidents"] = "Actions Alerts Audit Guardrails Playbooks Records",
        ["Notifications"] = "Actions Alerts Calendars Catalog Classification Incidents OnCall Playbooks Records Services",
        ["OnCall"] = "Calendars Catalog",
        ["Paging"] = "Alerts Incidents Notifications OnCall Records",
        ["Permissions"] = "Actions Catalog Guardrails Playbooks Records Services",
        ["Playbooks"] = "Actions Alerts Catalog Expressions Guardrails Incidents Notifications Records Services",
        ["Records"] = "",
        ["Retention"] = "Alerts Audit Correlation Incidents Records",
        ["Services"] = "Catalog",
        ["Slos"] = "Alerts Calendars Catalog Records",
        ["Telemetry"] = "Alerts Calendars Catalog Notifications Records Services",
    };

    [Fact]
    public void Core_knows_no_Azure_no_HTTP_no_SQL_and_none_of_our_other_assemblies()
    {
        var references = typeof(Alert).Assembly.GetReferencedAssemblies().Select(a => a.Name!);

        Assert.DoesNotContain(references, r => Array.Exists(Outside, o => r.StartsWith(o, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public void The_rooms_of_Core_use_each_other_only_along_these_arrows()
    {
        var actual = RoomArrows.Of(typeof(Alert).Assembly);

        Assert.True(Shown(Arrows) == Shown(actual), Shown(actual));
    }

    private static string Shown(SortedDictionary<string, string> arrows) => string.Join(Environment.NewLine, arrows.Select(a => $"{a.Key}: {a.Value}"));
}
