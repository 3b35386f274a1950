namespace OpsAutomation.Runtime.Functions.Invocation;

/// <summary>What a trigger brought cannot become the value of a parameter. The message is safe to show to the sender.</summary>
internal sealed class ParameterBindingException(string parameter, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The parameter's name.</summary>
    internal string Parameter { get; } = parameter;
}
