using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Approvals.Links;
using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Calendars.Silencing;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.ChatOps;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Correlation.Climates;
using OpsAutomation.Core.Correlation.Recent;
using OpsAutomation.Core.Correlation.Rehoming;
using OpsAutomation.Core.Correlation.Standings;
using OpsAutomation.Core.Correlation.Storms;
using OpsAutomation.Core.Cost.Books;
using OpsAutomation.Core.EarnedAutonomy;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Guardrails.Budgets;
using OpsAutomation.Core.Guardrails.Holds;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications.Channels;
using OpsAutomation.Core.Paging;
using OpsAutomation.Core.Records;
using OpsAutomation.Core.Retention;
using OpsAutomation.Core.Slos.Measuring;
using OpsAutomation.Core.Telemetry.Drills;
using OpsAutomation.Core.Telemetry.FireDrills;
using OpsAutomation.Core.Telemetry.Heartbeats;
using OpsAutomation.Functions.Activities;
using OpsAutomation.Functions.Triggers;
using OpsAutomation.Pages.Rendering;

namespace OpsAutomation.Functions.Hosting;

/// <summary>
/// Registers the application, the same for both flavors. Each flavor adds before or after it what differs: the doors to
/// Azure (<c>AddIntegrations</c>), the clock, <see cref="IAnchorStore"/>, <see cref="ILinkKeyRing"/>, <see cref="ISourceKeys"/> and <see cref="IUserSource"/>.
/// </summary>
public static class OpsRegistration
{
    /// <summary>Adds every room.</summary>
    /// <exception cref="ArgumentException">The options are wrong; the message names every problem.</exception>
    public static IServiceCollection AddOpsAutomation(this IServiceCollection services, OpsOptions options, OpsCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(catalog);
        if (options.Problems() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(" ", problems), nameof(options));
        }

        // Ourselves we know without a list: what another run of ours did must not be taken for a person's doing, or for news.
        catalog = catalog with { Correlation = catalog.Correlation with { Echoes = catalog.Correlation.Echoes.And(options.OwnIdentities) } };

        // Whatever has an objective has a budget to ask for: until it is measured, it counts as spent.
        var guardrails = catalog.Guardrails.AskingFor(catalog.Slos.Select(s => s.Service));
        var routing = options.EnvironmentName is { } name ? catalog.Routing with { Environment = name } : catalog.Routing;
        services.AddSingleton(options);
        services.AddSingleton(catalog with { Routing = routing, Guardrails = guardrails });
        services.AddSingleton(routing);
        services.AddSingleton(guardrails);
        services.AddSingleton(catalog.Approvals);
        services.TryAddSingleton(TimeProvider.System);
        return services.AddRecords().AddAudit().AddIntake().AddTelemetry().AddCalendars().AddCorrelation().AddRemediation().AddApprovals().AddPages();
    }

    private static IServiceCollection AddRecords(this IServiceCollection services) => services
        .AddSingleton<DuePointers>()
        .AddSingleton<Outbox>()
        .AddSingleton<OutboxPump>()
        .AddSingleton<RetentionPurge>()
        .AddSingleton<IncidentIndex>()
        .AddSingleton<AlertDossier>();

    private static IServiceCollection AddAudit(this IServiceCollection services) => services
        .AddSingleton<ChangeLedger>()
        .AddSingleton<AnchorWriter>()
        .AddSingleton<AuditInspector>()
        .AddSingleton<AuditExport>()
        .AddSingleton<IncidentRetention>()
        .AddSingleton<SteeringNotes>();

    private static IServiceCollection AddIntake(this IServiceCollection services) => services
        .AddSingleton(s => AlertSources.With(s.GetRequiredService<OpsCatalog>().Mappings))
        .AddSingleton(s => s.GetRequiredService<OpsCatalog>().Senders)
        .AddSingleton<SenderAuthenticator>()
        .AddSingleton<SenderGate>()
        .AddSingleton<Handshakes>()
        .AddSingleton<IntakeLedger>()
        .AddSingleton<AlertIntake>()
        .AddSingleton<IntakeExport>()
        .AddSingleton<AlertDesk>()
        .AddSingleton<CostBook>()
        .AddSingleton<CostDesk>();

    private static IServiceCollection AddTelemetry(this IServiceCollection services) => services
        .AddSingleton<HeartbeatLedger>()
        .AddSingleton<HeartbeatClerk>()
        .AddSingleton<HeartbeatDesk>()
        .AddSingleton<DrillLedger>()
        .AddSingleton<OutageTeller>()
        .AddSingleton<DrillDesk>()
        .AddSingleton<FireDrillLedger>()
        .AddSingleton<FireDrillDesk>()
        .AddSingleton<TelemetryDesk>()
        .AddSingleton<SliLedger>()
        .AddSingleton<SloDesk>();

    private static IServiceCollection AddCorrelation(this IServiceCollection services) => services
        .AddSingleton(s => new ClimateLedger(
            s.GetRequiredService<IRecordStore>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<OpsCatalog>().Calendars.Windows, s.GetRequiredService<StandingJudge>()))
        .AddSingleton<SettleQueue>()
        .AddSingleton<StormLedger>()
        .AddSingleton<StormDesk>()
        .AddSingleton<CalendarWatch>()
        .AddSingleton(s => StandingRules.Of(
            s.GetRequiredService<OpsCatalog>().Correlation, s.GetRequiredService<OpsCatalog>().Services, s.GetRequiredService<OpsCatalog>().Classification))
        .AddSingleton(s => new StormKeeper(
            s.GetRequiredService<OpsCatalog>().Correlation,
            s.GetRequiredService<StandingJudge>(),
            s.GetRequiredService<ClimateLedger>(),
            s.GetRequiredService<StormLedger>(),
            s.GetRequiredService<SettleQueue>(),
            s.GetRequiredService<TimeProvider>()))
        .AddSingleton<ScopeSettler>()
        .AddSingleton<ScopeDirectory>()
        .AddSingleton(s => new ScopeRouter(
            s.GetRequiredService<IRecordStore>(),
            s.GetRequiredService<OpsCatalog>().Services,
            s.GetRequiredService<ScopeDirectory>(),
            s.GetRequiredService<TimeProvider>()))
        .AddSingleton(s => new Surroundings(
            s.GetRequiredService<OpsCatalog>().Correlation,
            s.GetRequiredService<StandingJudge>(),
            s.GetRequiredService<ClimateLedger>(),
            s.GetRequiredService<SettleQueue>(),
            s.GetRequiredService<StormLedger>()))
        .AddSingleton(s => new ScopeLedger(
            s.GetRequiredService<IRecordStore>(),
            s.GetRequiredService<Outbox>(),
            s.GetRequiredService<TimeProvider>(),
            Jitter(),
            s.GetRequiredService<Surroundings>()));

    private static IServiceCollection AddCalendars(this IServiceCollection services) => services
        .AddSingleton<RecentAlerts>()
        .AddSingleton<SilenceLedger>()
        .AddSingleton<CalendarDesk>();

    private static IServiceCollection AddRemediation(this IServiceCollection services) => services
        .AddSingleton<IncidentJournal>()
        .AddSingleton(s => new GuardrailSurroundings(s.GetRequiredService<OpsCatalog>().Services, s.GetRequiredService<OpsCatalog>().Correlation.Echoes.Principals))
        .AddSingleton<GuardrailLedger>()
        .AddSingleton<ControlPurge>()
        .AddSingleton<KillSwitch>()
        .AddSingleton<HoldLedger>()
        .AddSingleton<BudgetBook>()
        .AddSingleton(s => new ActionLookup(s.GetRequiredService<IReadOnlyDictionary<string, IAction>>()))
        .AddSingleton(s => new AutonomyLedger(
            s.GetRequiredService<IRecordStore>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<OpsCatalog>().Guardrails.AgreeingRuns))
        .AddSingleton<IncidentAssessor>()
        .AddSingleton<InversePlanner>()
        .AddSingleton<PlanDesk>()
        .AddSingleton<UndoHashes>()
        .AddSingleton<UndoDesk>()
        .AddSingleton<OperationSender>()
        .AddSingleton<ChannelLedger>()
        .AddSingleton<ChannelRounds>()
        .AddSingleton<LeaseKeeper>()
        .AddSingleton<RunCounter>()
        .AddSingleton<UndoneRun>()
        .AddSingleton<QuestionWords>()
        .AddSingleton<NoticeDesk>()
        .AddPaging()
        .AddCommands();

    private static IServiceCollection AddPaging(this IServiceCollection services) => services
        .AddSingleton<NoticeBox>()
        .AddSingleton<PageCounts>()
        .AddSingleton<NoticeHolding>()
        .AddSingleton<PageNeeds>()
        .AddSingleton<LookAfterPage>()
        .AddSingleton<HeldDesk>()
        .AddSingleton<ActDesk>();

    private static IServiceCollection AddCommands(this IServiceCollection services) => services
        .AddSingleton<ClassifyIncident>()
        .AddSingleton<RerouteIncident>()
        .AddSingleton<ReserveResources>()
        .AddSingleton<EvaluateStep>()
        .AddSingleton<PlanStep>()
        .AddSingleton<AskApproval>()
        .AddSingleton<EndApproval>()
        .AddSingleton<ReadSignal>()
        .AddSingleton<VerifyStep>()
        .AddSingleton<TakeSnapshot>()
        .AddSingleton<StartStep>()
        .AddSingleton<PollStep>()
        .AddSingleton<SetTtl>()
        .AddSingleton<OverActionDesk>()
        .AddSingleton<ReleaseResources>()
        .AddSingleton<EscalateIncident>()
        .AddSingleton<ConcludeIncident>()
        .AddSingleton<QuickCommands>();

    private static IServiceCollection AddApprovals(this IServiceCollection services) => services
        .AddSingleton<OpsLinks>()
        .AddSingleton<DelegationLedger>()
        .AddSingleton<ApprovalDesk>()
        .AddSingleton<WaitingApprovals>()
        .AddSingleton<AntiForgery>()
        .AddSingleton<LinkRevocations>()
        .AddSingleton<LinkDesk>()
        .AddSingleton<ActLinks>()
        .AddSingleton(s => new ActSigner(
            s.GetRequiredService<ILinkKeys>(), s.GetRequiredService<OpsCatalog>().Routing.Environment, s.GetRequiredService<TimeProvider>()))
        .AddSingleton(s => new LinkSigner(
            s.GetRequiredService<ILinkKeys>(), s.GetRequiredService<OpsCatalog>().Routing.Environment, s.GetRequiredService<TimeProvider>()));

    private static IServiceCollection AddPages(this IServiceCollection services) => services
        .AddSingleton(s => new PageRenderer(s, s.GetRequiredService<ILoggerFactory>()))
        .AddSingleton<Access>()
        .AddSingleton<PageAnswers>();

    // Processes that met in a conflict must not meet again: each has a jitter of its own.
    private static Random Jitter() => new(Environment.ProcessId);
}
