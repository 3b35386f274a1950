namespace OpsAutomation.Core.Guardrails;

/// <summary>One switch that stops all automation of a tenant.</summary>
public static class KillSwitchRule
{
    /// <summary>Name in verdicts.</summary>
    public const string Name = "kill-switch";

    /// <summary>Refuses while the switch is on, or when its state cannot be read.</summary>
    /// <param name="state">The state, or null when it could not be read.</param>
    /// <param name="purpose">A person's undo passes: the switch is for automation.</param>
    public static Verdict Check(KillSwitchState? state, ChangePurpose purpose = ChangePurpose.Step) => state switch
    {
        _ when purpose == ChangePurpose.PersonUndo => Verdict.Pass(Name, "A person takes it back; the switch stops automation alone."),
        null => Verdict.Refuse(Name, "The state of the kill switch cannot be read."),
        { On: true } => Verdict.Refuse(Name, $"{state.Actor} stopped all automation at {state.At:u}: {state.Reason}"),
        _ => Verdict.Pass(Name, "Automation is not stopped."),
    };
}
