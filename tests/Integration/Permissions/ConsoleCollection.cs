namespace OpsAutomation.Integration.Permissions;

/// <summary>There is one console: whoever listens to it is alone.</summary>
[CollectionDefinition(nameof(ConsoleCollection), DisableParallelization = true)]
public sealed class ConsoleCollection;
