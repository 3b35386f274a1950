namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>The base of every binding.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class BindingAttribute : Attribute
{
}

/// <summary>The base of what starts a function; stands on a parameter.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class TriggerBindingAttribute : BindingAttribute
{
}

/// <summary>The base of what a function reads besides its trigger; stands on a parameter.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class InputBindingAttribute : BindingAttribute
{
}

/// <summary>The base of what a function's return value, or a property of it, is written to.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public abstract class OutputBindingAttribute : BindingAttribute
{
}

/// <summary>States what the host may do for functions with this trigger.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class BindingCapabilitiesAttribute : Attribute
{
    /// <summary>The names are those of <see cref="KnownBindingCapabilities"/>.</summary>
    public BindingCapabilitiesAttribute(params string[] capabilities)
    {
        Capabilities = capabilities;
    }

    /// <summary>The names given.</summary>
    public string[] Capabilities { get; }
}

/// <summary>The names of capabilities.</summary>
public static class KnownBindingCapabilities
{
    /// <summary>The host obeys a <see cref="RetryAttribute"/> on the function.</summary>
    public const string FunctionLevelRetry = "FunctionLevelRetry";
}
