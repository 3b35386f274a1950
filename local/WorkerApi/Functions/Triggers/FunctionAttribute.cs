namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks a method as a function. The name is what the host, logs and durable calls know it by.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class FunctionAttribute : Attribute
{
    /// <summary>A function must have a name.</summary>
    public FunctionAttribute(string name)
    {
        Name = name;
    }

    /// <summary>The function's name, unique within the app.</summary>
    public string Name { get; }
}
