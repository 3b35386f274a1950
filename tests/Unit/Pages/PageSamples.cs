using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Pages.Rendering;

namespace OpsAutomation.Unit.Pages;

/// <summary>A web app that answers slowly, as its journal grows: the world that the pages are tested on.</summary>
internal sealed class PageSamples
{
    public const string Resource = "/subscriptions/11111111-2222-3333-4444-555555555555/resourcegroups/rg-shop/providers/microsoft.web/sites/shop-api";
    public const string ApprovalId = "apr-7f31";

    public static readonly DateTimeOffset Start = new(2026, 11, 24, 13, 2, 0, TimeSpan.Zero);
    public static readonly string Hash = new string('a', 52) + "0123456789ab";

    private readonly List<JournalEntry> _entries = [];

    public static DateTimeOffset At(double minutes) => Start.AddMinutes(minutes);

    public static PageContext Context(double minutes, string? user = null) => new(At(minutes), "local, simulated Azure", user);

    public static Alert Alert(string id = "al-1", string summary = "Average response time of shop-api is far above its limit", string rule = "shop-api slow responses") => new()
    {
        Id = id,
        Source = "azure-monitor",
        Rule = rule,
        Fingerprint = new string('f', 64),
        Status = AlertStatus.Firing,
        Severity = Severity.Sev1,
        Signal = new Signal(SignalKind.Metric, "HttpResponseTime", "Microsoft.Web/sites", "Average", "GreaterThan", TimeSpan.FromMinutes(5), new Dictionary<string, string>()),
        Resource = Resource,
        Service = "shop",
        Labels = new Dictionary<string, string> { ["team"] = "storefront", ["tier"] = "1" },
        Summary = summary,
        Value = 4.83,
        Threshold = 2,
        Unit = "seconds",
        StartsAt = Start,
        ReceivedAt = At(0.5),
        Links = new Dictionary<string, string> { ["Portal"] = "https://portal.azure.com/#blade/alert" },
        PayloadReference = "intake-20261124-3/al-1",
    };

    public static ActionPlan Plan() => new()
    {
        Action = "webapp.restart",
        Target = new ActionTarget(Resource, "site-created-20240301", "shop-api"),
        Parameters = new JsonObject { ["softRestart"] = false },
        Preconditions = new JsonObject { ["state"] = "Running" },
        Before = new Dictionary<string, string> { ["State"] = "Running", ["Instances"] = "3", ["Worker processes"] = "started 6 days ago" },
        After = new Dictionary<string, string> { ["State"] = "Running", ["Instances"] = "3", ["Worker processes"] = "started anew, all at once" },
        Reversibility = Reversibility.NoLastingChange,
        Summary = "Restart the web app shop-api; requests fail for about 20 seconds.",
        ByHand = "az webapp restart --resource-group rg-shop --name shop-api",
        CostPerHourDelta = 0,
        Currency = "USD",
    };

    public static Playbook Playbook() => new()
    {
        Name = "restart-web-app",
        Version = "1.2.0",
        Owner = "platform team",
        Description = "Restarts a web app whose responses are slow although its instances are not busy. Right when memory or connections leak.",
        Runbook = "1. Look at the memory of the instances.\n2. az webapp restart --resource-group RG --name APP\n3. Watch HttpResponseTime for ten minutes.",
        Match = new PlaybookMatch("slow-responses", "Microsoft.Web/sites", []),
        Autonomy = Autonomy.Approve,
        Risk = Risk.Medium,
        Limits = new PlaybookLimits(null, TimeSpan.FromMinutes(30), 3),
        Steps =
        [
            new Step
            {
                Id = "restart",
                Action = "webapp.restart",
                With = [],
                Approval = new StepApproval(["role:on-call", "mary"], TimeSpan.FromMinutes(30), 1),
                Verify = new StepVerify(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10)),
                Timeout = TimeSpan.FromMinutes(5),
                OnFailure = OnFailure.Escalate,
            },
        ],
    };

    public static IReadOnlyList<Disposition> Dispositions() =>
    [
        new("al-1", DispositionKind.Opened, "No open incident of the service shop covers this fingerprint.", "It would have joined that incident.", "INC-20261124-3fa9c1", At(0.6)),
        new("al-2", DispositionKind.Merged, "The incident is open for the same service.", "A second incident would have been opened.", "INC-20261124-3fa9c1", At(2.1)),
    ];

    public static Incident Head(IncidentStatus status, string id = "INC-20261124-3fa9c1") => new()
    {
        Id = id,
        Scope = "shop",
        Title = "shop-api answers slowly",
        Severity = Severity.Sev1,
        Status = status,
        Service = "shop",
        Resource = Resource,
        Category = "slow-responses",
        Playbook = "restart-web-app",
        Episode = 1,
        StartedAt = Start,
        OpenedAt = At(0.6),
        UpdatedAt = At(3),
        AlertCount = 2,
        LastSequence = 1,
        LastHash = new string('c', 64),
    };

    /// <summary>Opened, classified, planned and waiting for a person since minute 3, until minute 33.</summary>
    public PageSamples Asked(Alert? alert = null, ActionPlan? plan = null, int quorum = 1) => Add(0.6, "automation", "Opened by an alert.", new Fact.Opened(alert ?? Alert()))
        .Add(2.1, "automation", "A second alert joined.", new Fact.AlertJoined(Alert("al-2", "Requests time out on shop-api", "shop-api timeouts")))
        .Add(2.2, "automation", "Classified as slow-responses.", new Fact.Classified("slow-responses", ["rule slow-web: metric HttpResponseTime above its threshold", "rule slow-web: CPU of the plan is at 31 %, so it is not load"]))
        .Add(2.3, "automation", "Chose restart-web-app.", new Fact.PlaybookChosen("restart-web-app", "1.2.0", new string('b', 64), "It is the only playbook for slow-responses on Microsoft.Web/sites."))
        .Add(2.5, "automation", "The signal still fires.", new Fact.SignalRead("restart", SignalPurpose.Before, SignalState.Firing, 4.91, "4.91 is above 2 over 5 minutes."))
        .Add(2.8, "automation", "Planned a restart of shop-api.", new Fact.Planned("restart", 1, plan ?? Plan(), Hash))
        .Add(3, "automation", "Asked on-call and mary.", new Fact.Asked("restart", ApprovalId, Hash, ["role:on-call", "mary"], quorum, At(33)), IncidentStatus.AwaitingApproval);

    /// <summary>Approved, restarted, verified and closed.</summary>
    public PageSamples Finished() => Asked()
        .Decided(9, DecisionOutcome.Approved, "mary", "Memory has grown since the last deploy; go on.")
        .Add(9.1, "automation", "Planned again: nothing changed.", new Fact.Planned("restart", 2, Plan(), Hash))
        .Add(9.2, "automation", "About to restart shop-api.", new Fact.Intended("restart", "op-81c2", Plan(), Hash, 17), IncidentStatus.Remediating)
        .Add(9.25, "automation", "Azure accepted the restart.", new Fact.Started("restart", "op-81c2", null, TimeSpan.FromSeconds(15), "0f8fad5b-d9cb-469f-a165-70867728950e", Adopted: false))
        .Add(9.6, "automation", "Azure finished the restart.", new Fact.Polled("restart", PollOutcome.Succeeded, "The site is Running and its processes are new.", null), IncidentStatus.Verifying)
        .Add(12, "automation", "Could not read the signal.", new Fact.SignalRead("restart", SignalPurpose.Verify, SignalState.Unknown, null, "The newest point is older than the restart."))
        .Add(14, "automation", "The signal is healthy.", new Fact.SignalRead("restart", SignalPurpose.Verify, SignalState.Healthy, 0.41, "0.41 is not above 2 over 5 minutes."), IncidentStatus.Mitigated)
        .Add(20, "automation", "Still healthy.", new Fact.SignalRead("restart", SignalPurpose.Close, SignalState.Healthy, 0.38, "0.38 is not above 2 over 5 minutes."))
        .Add(20.1, "automation", "Closed.", new Fact.Ended("Restarted after approval; responses are fast again."), IncidentStatus.Closed);

    public PageSamples Decided(double minutes, DecisionOutcome outcome, string by, string reason, string hash = "") => Add(
        minutes, by, $"{outcome} by {by}.", new Fact.Decided("restart", ApprovalId, hash.Length > 0 ? hash : Hash, outcome, by, reason));

    public PageSamples Add(double minutes, string actor, string text, Fact fact, IncidentStatus? status = null)
    {
        var previous = _entries.Count == 0 ? new string('0', 64) : _entries[^1].Hash;
        var now = status ?? (_entries.Count == 0 ? IncidentStatus.Open : _entries[^1].Status);
        _entries.Add(new JournalEntry(_entries.Count + 1, $"k{_entries.Count + 1}", At(minutes), actor, text, fact, now, previous, new string((char)('a' + (_entries.Count % 6)), 64)));
        return this;
    }

    public IncidentFile File(Func<Incident, Incident>? change = null)
    {
        var last = _entries[^1];
        var head = Head(last.Status) with
        {
            UpdatedAt = last.At,
            LastSequence = last.Sequence,
            LastHash = last.Hash,
            ClosedAt = last.Status == IncidentStatus.Closed ? last.At : null,
            Outcome = _entries.Select(e => e.Fact).OfType<Fact.Ended>().LastOrDefault()?.Outcome,
        };
        return new IncidentFile(change?.Invoke(head) ?? head, "etag-1", _entries, new PinnedPlaybook(Playbook(), new string('b', 64)));
    }
}
