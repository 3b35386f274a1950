using OpsAutomation.Cli.Composition;
using OpsAutomation.Cli.Verbs;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Integrations.Arm.Calls;
using Spectre.Console;

namespace OpsAutomation.Cli.Demo;

/// <summary>What the demo shows. Text that comes from alerts is data on a terminal too.</summary>
internal sealed class DemoScreen(LocalSystem system)
{
    /// <summary>The first lines, before anything has started.</summary>
    public static void Title()
    {
        AnsiConsole.MarkupLine("[bold]OpsAutomation[/]: from an alert to a safe, approved, verified remediation.");
        AnsiConsole.MarkupLine("[grey]Starting the functions host, the durable engine and a simulated Azure in this process; nothing outside is called.[/]");
    }

    /// <summary>What is running.</summary>
    public void Introduce()
    {
        AnsiConsole.MarkupLine($"Pages: {Link(new Uri(system.Host.BaseAddress, "ops"))}");
        AnsiConsole.MarkupLine("[grey]Time is virtual: the clock jumps to the next timer while nothing runs, so minutes pass in a moment.[/]");
    }

    /// <summary>A new act.</summary>
    public void Act(string title, string story)
    {
        AnsiConsole.WriteLine();
        AnsiConsole.Write(new Rule($"[bold]{Markup.Escape(title)}[/]") { Justification = Justify.Left });
        AnsiConsole.MarkupLine(Markup.Escape(story));
    }

    /// <summary>An alert was posted.</summary>
    public void Fired(string sample, string alertId) =>
        AnsiConsole.MarkupLine($"[grey]{system.Clock.GetUtcNow():HH:mm:ss}[/] [red]Fired[/]         POST /api/alerts/azure-monitor < {Markup.Escape(sample)}: accepted as {Data(alertId)}");

    /// <summary>A line of the journal.</summary>
    public void Entry(JournalEntry entry)
    {
        // Notes are for the page; but one that automation had to be started again is never hidden.
        if (entry.Fact is not Fact.Noted || entry.Actor == Actors.System)
        {
            AnsiConsole.MarkupLine($"[grey]{entry.At:HH:mm:ss}[/] [{Colour(entry)}]{Label(entry),-13}[/] {Data(entry.Text)}");
        }
    }

    /// <summary>The plan that waits for a person.</summary>
    public void Ask(IncidentFile file, Fact.Asked request, Uri link)
    {
        var planned = file.Facts.OfType<Fact.Planned>().Last(p => p.PlanHash == request.PlanHash);
        var plan = planned.Plan;
        var table = new Table().Border(TableBorder.Rounded).Title("[bold]Plan to approve[/]").AddColumns("", "before", "after");
        foreach (var (field, before) in plan.Before)
        {
            table.AddRow(Data(field), Data(before), Data(plan.After.GetValueOrDefault(field, before)));
        }

        AnsiConsole.Write(table);
        AnsiConsole.MarkupLine($"  {Data(plan.Summary)}");
        AnsiConsole.MarkupLine($"  risk [bold]{file.Pinned?.Playbook.Risk}[/], undo: {Data(plan.Inverse?.Summary ?? "it leaves no lasting change, so there is nothing to take back")}, plan {request.PlanHash[..12]}");
        AnsiConsole.MarkupLine($"  by hand: [grey]{string.Join("\n           ", plan.ByHand.Split('\n').Select(Data))}[/]");
        AnsiConsole.MarkupLine($"  [bold]Decide by {request.Deadline:HH:mm} UTC:[/] {Link(link)}");
    }

    /// <summary>The demo approves by itself.</summary>
    public static void Approving(string user) => AnsiConsole.MarkupLine($"  [grey]--auto-approve: approving as {Data(user)}, through the API that people use[/]");

    /// <summary>The calls that the Azure SDK made.</summary>
    public void Calls(IEnumerable<ArmCall> calls)
    {
        AnsiConsole.MarkupLine("[bold]Calls that the Azure SDK made to Azure Resource Manager[/] [grey](simulated, in this process)[/]");
        foreach (var group in calls.GroupBy(c => (c.Method, c.Path, c.ApiVersion, c.Status)))
        {
            var times = group.Count() > 1 ? $" x{group.Count()}" : string.Empty;
            AnsiConsole.MarkupLine($"  [grey]{group.First().At:HH:mm:ss}[/] {group.Key.Method,-5} {group.Key.Status} {Data(Short(group.Key.Path))} [grey]{group.Key.ApiVersion}{times}[/]");
        }
    }

    /// <summary>How an incident ended.</summary>
    public void Ended(IncidentFile file)
    {
        var head = file.Head;
        var colour = head.Status == IncidentStatus.Closed ? "green" : "yellow";
        var duration = head.UpdatedAt - head.OpenedAt;
        AnsiConsole.MarkupLine($"[{colour} bold]{head.Id} is {head.Status}[/] after {duration.TotalMinutes:0} minutes of virtual time. {Link(new Uri(system.Host.BaseAddress, $"ops/incidents/{head.Id}"))}");
    }

    /// <summary>The last lines.</summary>
    public static void Conclude(bool well)
    {
        AnsiConsole.WriteLine();
        AnsiConsole.MarkupLine(well
            ? "[green bold]Both incidents went from Fired to Closed:[/] planned, guarded, verified on the metric that fired, and explained."
            : "[yellow bold]Not every incident was closed by automation.[/] The lines above say why.");
    }

    /// <summary>What can be looked at while it stays up.</summary>
    public void StayUp() =>
        AnsiConsole.MarkupLine($"The pages stay up at {Link(new Uri(system.Host.BaseAddress, "ops"))} until Ctrl+C. Next: [bold]dotnet run --project local/Cli -- up[/]");

    private static string Data(string text) => Markup.Escape(Terminal.Safe(text));

    private static string Link(Uri uri) => $"[blue underline]{Markup.Escape(uri.AbsoluteUri)}[/]";

    private static string Short(string path)
    {
        var at = path.IndexOf("/resourcegroups/", StringComparison.OrdinalIgnoreCase);
        return at > 0 ? "\u2026" + path[at..] : path;
    }

    private static string Label(JournalEntry entry) => entry.Fact switch
    {
        Fact.Opened => "Opened",
        Fact.AlertJoined => "Alert",
        Fact.AllClear => "All clear",
        Fact.Classified => "Classified",
        Fact.Routed => "Routed",
        Fact.PlaybookChosen or Fact.NoPlaybook => "Playbook",
        Fact.Reserved => "Guardrails",
        Fact.Refused => "Refused",
        Fact.Planned or Fact.PlanFailed => "Planned",
        Fact.Asked => "Asked",
        Fact.Decided d => d.Outcome.ToString(),
        Fact.SignalRead s => s.Purpose == SignalPurpose.Verify ? "Verified" : "Signal",
        Fact.Intended => "Intent",
        Fact.Started => "Started",
        Fact.StartFailed => "Not started",
        Fact.Polled => "Operation",
        Fact.TtlSet => "Expiry",
        Fact.Released => "Released",
        Fact.Notified => "Told",
        Fact.EscalatedTo => "Escalated",
        Fact.Ended => entry.Status.ToString(),
        _ => "Note",
    };

    private static string Colour(JournalEntry entry) => entry.Fact switch
    {
        Fact.Opened or Fact.EscalatedTo or Fact.Refused or Fact.StartFailed or Fact.PlanFailed => "red",
        Fact.Asked => "yellow",
        Fact.SignalRead { State: SignalState.Healthy } or Fact.Ended or Fact.Decided { Outcome: DecisionOutcome.Approved } => "green",
        Fact.SignalRead => "yellow",
        _ => "aqua",
    };
}
