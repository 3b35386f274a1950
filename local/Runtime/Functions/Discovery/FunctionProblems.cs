using System.Reflection;

namespace OpsAutomation.Runtime.Functions.Discovery;

/// <summary>What is wrong with one function.</summary>
internal sealed class FunctionProblems(string name, MethodInfo method)
{
    private readonly List<string> _all = [];

    internal IReadOnlyList<string> All => _all;

    /// <summary>Adds a problem; the function is named in front of it.</summary>
    internal void Add(string problem) =>
        _all.Add($"Function '{name}' ({method.DeclaringType?.FullName}.{method.Name}): {problem}.");
}
