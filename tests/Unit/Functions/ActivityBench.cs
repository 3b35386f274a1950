using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Correlation.Climates;
using OpsAutomation.Core.Correlation.Settings;
using OpsAutomation.Core.Correlation.Standings;
using OpsAutomation.Core.Correlation.Storms;
using OpsAutomation.Core.EarnedAutonomy;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Guardrails.Settings;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Core.Records;
using OpsAutomation.Core.Services;
using OpsAutomation.Functions.Activities;
using OpsAutomation.Functions.Orchestrations;
using OpsAutomation.Integrations.Publishing;
using OpsAutomation.Testing.Records;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Functions;

/// <summary>The real activities on a store in memory, without an engine: the test decides what is delivered, when and how often.</summary>
internal sealed class ActivityBench : ISignalReader, ILogReader, IProtectionReader
{
    public const string Scope = "svc-checkout";

    private readonly OpsCatalog _catalog;

    public ActivityBench(CorrelationSettings? correlation = null)
    {
        correlation ??= CorrelationSettings.None;
        Due = new DuePointers(Store, Clock);
        var outbox = new Outbox(Store, Due);
        Journal = new IncidentJournal(Store, outbox, Clock);
        var judge = StandingRules.Of(correlation, ServiceCatalog.Empty);
        var climate = new ClimateLedger(Store, Clock, [], judge);
        Climate = climate;
        var queue = new SettleQueue(Store, Clock);
        var storms = new StormLedger(Store, climate, queue, Clock);
        Scopes = new ScopeLedger(
            Store, outbox, Clock, new Random(1), new Surroundings(correlation, judge, climate, queue, storms));
        Index = new IncidentIndex(Store, Journal);
        Pump = new OutboxPump(outbox, Journal, Index, new ScopeSettler(Scopes, climate, queue, storms, Clock));
        var settings = new GuardrailSettings(10, TimeSpan.FromMinutes(5), "protected", ["true"])
        {
            Breaker = new BreakerSettings(3, TimeSpan.FromHours(6), TimeSpan.FromHours(1)),
        };
        Storms = new StormDesk(new StormKeeper(correlation, judge, climate, storms, queue, Clock), Pump);
        Guardrails = new GuardrailLedger(Store, Clock, settings);
        Intake = new IntakeLedger(Store, Due, Clock);
        OverAction = new OverActionDesk(
            Guardrails,
            new AlertIntake(Intake, new AlertPublisher(new QuietTopic(), Clock, TimeSpan.FromSeconds(1)), Clock),
            Clock,
            NullLogger<OverActionDesk>.Instance);
        Switch = new KillSwitch(Store, Clock);
        Actions = new ActionLookup(new Dictionary<string, IAction>(StringComparer.Ordinal) { ["vmss.scale-out"] = ScaleOut, ["vmss.set-capacity"] = ScaleBack });
        _catalog = new OpsCatalog([], null!, null!, new Routing("test", [], ImmutableDictionary<string, IReadOnlyList<string>>.Empty, "ops"), settings) { Correlation = correlation };
    }

    public ClimateLedger Climate { get; }

    public InMemoryRecordStore Store { get; } = new();

    public FakeTimeProvider Clock { get; } = new(Samples.Now);

    public QuietClient Client { get; } = new();

    public CountingAction ScaleOut { get; } = new("vmss.scale-out");

    public CountingAction ScaleBack { get; } = new("vmss.set-capacity");

    public DuePointers Due { get; }

    public IncidentJournal Journal { get; }

    public ScopeLedger Scopes { get; }

    public IncidentIndex Index { get; }

    public OutboxPump Pump { get; }

    public StormDesk Storms { get; }

    public GuardrailLedger Guardrails { get; }

    public IntakeLedger Intake { get; }

    public OverActionDesk OverAction { get; }

    public KillSwitch Switch { get; }

    public ActionLookup Actions { get; }

    /// <summary>Fingerprints whose condition holds; the opening alert's at first.</summary>
    public HashSet<string> Fires { get; } = new(StringComparer.Ordinal) { "f-1" };

    /// <summary>The incident, once opened.</summary>
    public string Id { get; private set; } = string.Empty;

    public Task<LogHistory> ReadAsync(string? resource, TimeSpan span, CancellationToken cancellationToken) =>
        Task.FromResult(LogExcerpt.Of([], "the log"));

    /// <summary>Gives back what nobody looks after.</summary>
    public LeaseKeeper Leases => new(Guardrails, Journal, Pump, Clock, NullLogger<LeaseKeeper>.Instance);

    /// <summary>Whether somebody must look after a page.</summary>
    public PageNeeds Pages => new(Journal, _catalog.Routing, Clock);

    /// <summary>What protects every resource when it is asked right before something is sent.</summary>
    public ProtectionReading Protection { get; set; } = ProtectionReading.Free;

    public Task<ProtectionReading> ReadAsync(string resourceId, CancellationToken cancellationToken) => Task.FromResult(Protection);

    public Task<SignalReading> ReadAsync(Alert alert, DateTimeOffset? notBefore, CancellationToken cancellationToken) =>
        Task.FromResult(new SignalReading(Fires.Contains(alert.Fingerprint) ? SignalState.Firing : SignalState.Healthy, 1, null, alert.Rule));

    /// <summary>An alert is correlated and, unless the test wants to die there, its effects are drained.</summary>
    public async Task ReceiveAsync(Alert alert, bool drain = true)
    {
        var result = await Scopes.ApplyAsync(Scope, [alert]);
        Id = Id.Length == 0 ? result.Alerts[0].Disposition.IncidentId! : Id;
        if (drain)
        {
            await Pump.DrainAsync(result, Client, CancellationToken.None);
        }
    }

    /// <summary>Opens an incident with a pinned playbook of one automatic step.</summary>
    public async Task OpenAsync(OnFailure onFailure = OnFailure.Escalate)
    {
        await ReceiveAsync(Samples.Alert());
        var pinned = Samples.Playbook(Autonomy.Auto, Risk.Low, Samples.Step(onFailure: onFailure));
        await Journal.PinAsync(Id, pinned);
        await Write(new NewEntry("classify", Actors.Automation, "Chose.", new Fact.PlaybookChosen(pinned.Playbook.Name, pinned.Playbook.Version, pinned.Hash, "It fits.")));
    }

    public Task<AppendResult> Write(NewEntry entry) => Journal.AppendAsync(Id, _ => entry);

    public Task<IncidentFile> FileAsync() => Journal.RequireAsync(Id);

    public async Task<Command> NextAsync() => Interpreter.Advance(await FileAsync(), Clock.GetUtcNow());

    /// <summary>Goes on, with time passing where the run waits for it, until the run asks for a command of this kind, waits for someone, or is over.</summary>
    public async Task<Command> UntilAsync(Func<Command, bool> stop)
    {
        for (var turn = 0; turn < 200; turn++)
        {
            var command = await NextAsync();
            if (stop(command) || command.Kind == CommandKind.Done || command is { Kind: CommandKind.Wait, Until: null })
            {
                return command;
            }

            if (command.Kind == CommandKind.Wait)
            {
                Clock.SetUtcNow(command.Until!.Value);
            }
            else
            {
                await DeliverAsync(command);
            }
        }

        throw new InvalidOperationException($"The run goes round in circles at '{(await NextAsync()).Key}'.");
    }

    /// <summary>Delivers the activity that carries out quick commands, once; returns what it leaves to the orchestration.</summary>
    public Task<Command> AdvanceAsync()
    {
        var assessor = new IncidentAssessor(_catalog, Climate);
        var quick = new QuickCommands(
            new ClassifyIncident(Pump, _catalog, assessor, new AutonomyLedger(Store, Clock), Clock),
            new RerouteIncident(Pump, assessor, Clock),
            new ReserveResources(Pump, Guardrails, OverAction),
            new EvaluateStep(Pump, _catalog, Actions),
            new PlanStep(Pump, Actions, Guardrails, _catalog, Clock),
            new AskApproval(Pump, _catalog, Clock),
            new EndApproval(Pump),
            new ReadSignal(Pump, this),
            new VerifyStep(Pump, Actions),
            new TakeSnapshot(Pump, this, this),
            new StartStep(Pump, new InversePlanner(Actions), new OperationSender(Actions, Guardrails, this), _catalog, Clock),
            new PollStep(Pump, Actions, Guardrails),
            new SetTtl(Pump, Clock),
            new ReleaseResources(Pump, Guardrails, OverAction),
            new EscalateIncident(Pump, Guardrails),
            new ConcludeIncident(Pump, Scopes, Guardrails, Clock));
        return new AdvanceIncident(Pump, quick, Clock, NullLogger<AdvanceIncident>.Instance)
            .Run(new RunReference(Id, 1), $"{Id}-e1", Client, CancellationToken.None);
    }

    /// <summary>Delivers a command to its activity once.</summary>
    public Task<bool> DeliverAsync(Command command)
    {
        var order = new CommandOrder(Id, command);
        return command.Kind switch
        {
            CommandKind.Reserve => new ReserveResources(Pump, Guardrails, OverAction).Run(order, Client, CancellationToken.None),
            CommandKind.Plan => new PlanStep(Pump, Actions, Guardrails, _catalog, Clock).Run(order, Client, CancellationToken.None),
            CommandKind.ReadSignal => new ReadSignal(Pump, this).Run(order, Client, CancellationToken.None),
            CommandKind.Start => new StartStep(Pump, new InversePlanner(Actions), new OperationSender(Actions, Guardrails, this), _catalog, Clock)
                .Run(order, Client, CancellationToken.None),
            CommandKind.Poll => new PollStep(Pump, Actions, Guardrails).Run(order, Client, CancellationToken.None),
            CommandKind.Release => new ReleaseResources(Pump, Guardrails, OverAction).Run(order, Client, CancellationToken.None),
            CommandKind.Escalate => new EscalateIncident(Pump, Guardrails).Run(order, Client, CancellationToken.None),
            CommandKind.Conclude => new ConcludeIncident(Pump, Scopes, Guardrails, Clock).Run(order, Client, CancellationToken.None),
            CommandKind.Notify or CommandKind.Judge => NotedAsync(command),
            _ => throw new InvalidOperationException($"The bench has no {command.Kind}."),
        };
    }

    private async Task<bool> NotedAsync(Command command) =>
        (await Write(new NewEntry(command.Key, Actors.Automation, command.Reason, new Fact.Notified(command.Target ?? command.Key, "test", true, "ok")))).Written;
}
