namespace OpsAutomation.Core.Guardrails;

/// <summary>Why a change is made. What ends or takes back a run is not counted as another one.</summary>
public enum ChangePurpose
{
    /// <summary>A step of a playbook: every guardrail holds.</summary>
    Step,

    /// <summary>A change that expired is given back, later and with nobody to ask: what needs a person is put off.</summary>
    GiveBack,

    /// <summary>A run takes back what it did because a step failed.</summary>
    Undo,

    /// <summary>A person takes a change back. The kill switch, holds and freezes are for automation and let it pass.</summary>
    PersonUndo,
}
