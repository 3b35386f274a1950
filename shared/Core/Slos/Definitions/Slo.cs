namespace OpsAutomation.Core.Slos.Definitions;

/// <summary>One objective for one service, as a file of <c>slos/</c> states it.</summary>
/// <param name="Name">Unique kebab-case name.</param>
/// <param name="Title">For people.</param>
/// <param name="Service">The service of the catalogue.</param>
/// <param name="Indicator">What is counted.</param>
/// <param name="Objective">Share of good events, above 0 and below 1.</param>
/// <param name="Window">The time that the objective is for.</param>
/// <param name="MinimumEvents">Below so many events in a window its burn rate is noise: nobody is alerted, and it is said.</param>
/// <param name="ExcludesMaintenance">Whether minutes of planned maintenance count. Both figures are kept; this one decides.</param>
public sealed record Slo(
    string Name, string Title, string Service, SloIndicator Indicator, double Objective, SloWindow Window, double MinimumEvents, bool ExcludesMaintenance)
{
    /// <summary>Share of events that may be bad.</summary>
    public double Allowance => 1 - Objective;
}
