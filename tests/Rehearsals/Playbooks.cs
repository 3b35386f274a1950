using OpsAutomation.Cli.Rehearsing;

namespace OpsAutomation.Rehearsals;

/// <summary>The two playbooks as rehearsals use them: the alert, the resource and the signal of each.</summary>
internal static class Playbooks
{
    public const string ScaleOut = "cpu-high";
    public const string Restart = "checkout-errors";

    public static TheoryData<string> Both { get; } = [ScaleOut, Restart];

    public static string Resource(string sample) => sample == ScaleOut ? RehearsedAzure.Web : RehearsedAzure.Checkout;

    public static string File(string sample) => sample == ScaleOut ? "playbooks/scale-out-vmss.yaml" : "playbooks/restart-web-app.yaml";

    public static (string Name, double Healthy, double Ill) Signal(string sample) =>
        sample == ScaleOut ? (RehearsedAzure.Cpu, 40, 95) : (RehearsedAzure.Errors, 0, 30);
}
