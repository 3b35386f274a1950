using System.CommandLine;
using OpsAutomation.Cli.Verbs;

var root = new RootCommand("From alert to safe remediation: run it here, look inside, approve, explain.")
{
    DemoVerb.Create(),
    UpVerb.Create(),
    FireVerb.Create(),
    IncidentsVerb.Create(),
    AlertsVerb.Create(),
    ExplainVerb.Create(),
    ApproveVerb.Create(),
    CloseVerb.Create(),
    PlanVerb.Create(),
    UndoVerb.Create(),
    AutonomyVerb.Create(),
    AuditVerb.Create(),
    KillSwitchVerb.Create(),
    HoldVerb.Create(),
    OnCallVerb.Create(),
    SilenceVerb.Create(),
    TelemetryVerb.Create(),
    CostVerb.Create(),
    LintVerb.Create(),
    PermissionsVerb.Create(),
    ClassifyVerb.Create(),
    ExprVerb.Create(),
    NormalizeVerb.Create(),
    ExportEventsVerb.Create(),
    BacktestVerb.Create(),
    RehearseVerb.Create(),
    BenchVerb.Create(),
};
return await ExitCodes.RunAsync(root, args);
