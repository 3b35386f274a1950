using OpsAutomation.Functions.Orchestrations;

namespace OpsAutomation.Functions.Activities;

/// <summary>What carries out a kind of command: as an activity of its own, or together with those before and after it.</summary>
public interface ICommandActivity
{
    /// <summary>Carries the command out. Doing it twice writes once.</summary>
    /// <param name="order">The command.</param>
    /// <param name="desk">Where the incident's journal is read and written.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Whether there was anything to write; false when it was done before, or is not asked for any more.</returns>
    Task<bool> CarryOutAsync(CommandOrder order, RunDesk desk, CancellationToken cancellationToken);
}
