using System.Collections.Immutable;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>A function as the worker knows it.</summary>
public abstract class FunctionDefinition
{
    /// <summary>The method's parameters, in order.</summary>
    public abstract ImmutableArray<FunctionParameter> Parameters { get; }

    /// <summary>The file that holds the method.</summary>
    public abstract string PathToAssembly { get; }

    /// <summary>The full name of type and method.</summary>
    public abstract string EntryPoint { get; }

    /// <summary>The function's id.</summary>
    public abstract string Id { get; }

    /// <summary>The name given in <see cref="FunctionAttribute"/>.</summary>
    public abstract string Name { get; }

    /// <summary>Inputs by parameter name; the trigger is one of them.</summary>
    public abstract IImmutableDictionary<string, BindingMetadata> InputBindings { get; }

    /// <summary>Outputs by name.</summary>
    public abstract IImmutableDictionary<string, BindingMetadata> OutputBindings { get; }
}

/// <summary>Which way a binding moves data.</summary>
public enum BindingDirection
{
    /// <summary>Into the function.</summary>
    In = 0,

    /// <summary>Out of it.</summary>
    Out = 1,
}

/// <summary>A binding as the host was told of it.</summary>
public abstract class BindingMetadata
{
    /// <summary>The parameter's name, or <c>$return</c>.</summary>
    public abstract string Name { get; }

    /// <summary>For example <c>httpTrigger</c>, <c>orchestrationTrigger</c>, <c>durableClient</c>.</summary>
    public abstract string Type { get; }

    /// <summary>Which way it moves data.</summary>
    public abstract BindingDirection Direction { get; }
}
