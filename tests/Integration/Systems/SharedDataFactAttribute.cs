namespace OpsAutomation.Integration.Systems;

/// <summary>A test that reads data which does not belong to the repository: skipped, and saying so, where a variable names no folder of it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute(string variable)
    {
        if (Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } folder || !Directory.Exists(folder))
        {
            Skip = $"{variable} names no folder of captured payloads.";
        }
    }
}
