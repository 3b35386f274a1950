namespace OpsAutomation.Cli.Rehearsing;

/// <summary>A rehearsal did not come to where it was expected; the message tells what happened instead.</summary>
internal sealed class RehearsalException(string message, Exception? inner = null) : Exception(message, inner);
