using OpsAutomation.Core.Playbooks;

namespace OpsAutomation.Functions.Orchestrations;

/// <summary>Input of an incident's orchestration: which run it is. Histories carry ids, not payloads.</summary>
/// <param name="IncidentId">The incident.</param>
/// <param name="Episode">The episode that this instance runs.</param>
/// <param name="Stalled">How many commands in a row wrote nothing; a run that goes round in circles is a person's matter.</param>
public sealed record RunReference(string IncidentId, int Episode, int Stalled = 0);

/// <summary>Input of an activity that carries out a command.</summary>
/// <param name="IncidentId">The incident.</param>
/// <param name="Command">What <c>Advance</c> said.</param>
/// <param name="LastTry">Whether failing must now be recorded instead of thrown.</param>
public sealed record CommandOrder(string IncidentId, Command Command, bool LastTry = false);
