namespace DurableTask.Core.Exceptions;

/// <summary>A start was refused: an instance with that id exists in a status that blocks it.</summary>
public class OrchestrationAlreadyExistsException : InvalidOperationException
{
    /// <summary>Engines throw it, apps catch it.</summary>
    internal OrchestrationAlreadyExistsException(string message)
        : base(message)
    {
    }
}
