using System.CommandLine;
using OpsAutomation.Cli.Demo;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops demo</c>: the main job in a terminal, in under a minute.</summary>
internal static class DemoVerb
{
    /// <summary>Builds the verb.</summary>
    public static Command Create()
    {
        var autoApprove = new Option<bool>("--auto-approve") { Description = "Approve as a local user, and end by itself." };
        var catalog = CommonOptions.Catalog();
        var command = new Command("demo", "See one alert become a safe, approved, verified remediation.") { autoApprove, catalog };
        command.SetAction((parsed, cancellationToken) =>
            DemoRun.RunAsync(parsed.GetValue(catalog)!.FullName, parsed.GetValue(autoApprove), cancellationToken));
        return command;
    }
}
