using System.Globalization;
using OpsAutomation.Core.Alerts;

namespace OpsAutomation.Core.ChatOps;

/// <summary>What people do about an incident from a message, a command or a program, all by the same rules.</summary>
public static class Acts
{
    /// <summary>Somebody has it in hand: nobody else is paged.</summary>
    public const string Acknowledge = "acknowledge";

    /// <summary>No page before a time.</summary>
    public const string Snooze = "snooze";

    /// <summary>What fires by the same rule on the same resource is hidden until a time.</summary>
    public const string Silence = "silence";

    /// <summary>The next level is told now.</summary>
    public const string Escalate = "escalate";

    /// <summary>A playbook is planned, and asked about; never run directly.</summary>
    public const string Playbook = "playbook";

    /// <summary>Automation keeps off this incident, or off everything.</summary>
    public const string Stop = "stop";

    /// <summary>Of a drill: somebody has seen it.</summary>
    public const string DrillSeen = "drill-acknowledge";

    /// <summary>Of a drill: its action, which changes nothing, may be carried out.</summary>
    public const string DrillApprove = "drill-approve";

    /// <summary>Of a drill: its action may not be carried out.</summary>
    public const string DrillReject = "drill-reject";

    /// <summary>The acts of a drill, with the word on a button; they do nothing to an incident.</summary>
    public static IReadOnlyList<(string Name, string Word)> OfDrills { get; } =
        [(DrillSeen, "Drill: acknowledge"), (DrillApprove, "Drill: approve"), (DrillReject, "Drill: reject")];

    /// <summary>All of them, with the word on a button.</summary>
    public static IReadOnlyList<(string Name, string Word)> All { get; } =
    [
        (Acknowledge, "Acknowledge"), (Snooze, "Snooze"), (Silence, "Silence"), (Escalate, "Escalate now"), (Playbook, "Run a playbook"), (Stop, "Stop automation"),
    ];

    /// <summary>Id of the incident in which a playbook is planned that a person wants: the same wish is the same incident.</summary>
    /// <param name="incidentId">The incident that it is for.</param>
    /// <param name="occasion">What the wish belongs to.</param>
    /// <param name="playbook">The playbook.</param>
    /// <param name="now">The time; its day is part of the id.</param>
    public static string PlanId(string incidentId, string occasion, string playbook, DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"INC-{now.UtcDateTime:yyyyMMdd}-{LengthPrefixedHash.Hex(10, [incidentId, occasion, playbook])}");

    /// <summary>Whether a name is one of them.</summary>
    public static bool Knows(string? name) => All.Any(a => a.Name == name);

    /// <summary>The word on the button of one.</summary>
    public static string Word(string name) => All.Concat(OfDrills).First(a => a.Name == name).Word;
}
