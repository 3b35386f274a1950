using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace OpsAutomation.Runtime.Functions.Discovery;

/// <summary>Turns methods with a Function attribute into functions, and says what is wrong with those that cannot be.</summary>
internal static partial class FunctionScanner
{
    private const BindingFlags AnyMethod =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    internal static List<FunctionEntry> Scan(IEnumerable<Type> types, List<string> problems)
    {
        var functions = new List<FunctionEntry>();
        foreach (var type in types)
        {
            foreach (var method in type.GetMethods(AnyMethod))
            {
                if (method.GetCustomAttribute<FunctionAttribute>() is { } attribute
                    && Read(attribute.Name, method, problems) is { } function)
                {
                    functions.Add(function);
                }
            }
        }

        ReportClashes(functions, problems);
        return functions;
    }

    private static FunctionEntry? Read(string name, MethodInfo method, List<string> problems)
    {
        var found = new FunctionProblems(string.IsNullOrWhiteSpace(name) ? method.Name : name, method);
        if (string.IsNullOrWhiteSpace(name) || !FunctionName().IsMatch(name))
        {
            found.Add("its name must start with a letter and go on with at most 126 letters, digits, '-' or '_'");
        }

        CheckShape(method, found);
        var triggers = method.GetParameters()
            .Select(p => (Parameter: p, Attribute: p.GetCustomAttribute<TriggerBindingAttribute>()))
            .Where(p => p.Attribute is not null)
            .ToList();
        if (triggers.Count != 1)
        {
            found.Add(triggers.Count == 0
                ? "no parameter has a trigger attribute"
                : $"it has {triggers.Count} triggers ({string.Join(", ", triggers.Select(t => t.Parameter.Name))}); exactly one is allowed");
            problems.AddRange(found.All);
            return null;
        }

        var trigger = TriggerReader.Read(name, triggers[0].Parameter, triggers[0].Attribute!, found);
        var inputs = trigger is null ? [] : InputPlanner.Plan(method, trigger, found);
        var retry = RetryReader.Read(method, trigger, found);
        if (found.All.Count > 0 || trigger is null)
        {
            problems.AddRange(found.All);
            return null;
        }

        return new FunctionEntry(name, method, trigger, inputs, retry);
    }

    private static void CheckShape(MethodInfo method, FunctionProblems found)
    {
        var type = method.DeclaringType!;
        if (!method.IsPublic || !type.IsVisible)
        {
            found.Add("the method and its type must be public");
        }

        if (method.ContainsGenericParameters)
        {
            found.Add("a function cannot be generic, nor its type");
        }

        if (!method.IsStatic && type.IsAbstract)
        {
            found.Add("its type is abstract, so no instance can be made");
        }

        if (method.ReturnType == typeof(void) && method.IsDefined(typeof(System.Runtime.CompilerServices.AsyncStateMachineAttribute)))
        {
            found.Add("it is async void, so nobody could wait for its end; return Task");
        }

        foreach (var output in method.GetCustomAttributes<OutputBindingAttribute>())
        {
            found.Add($"the output binding {output.GetType().Name} is not supported by the embedded runtime");
        }
    }

    private static void ReportClashes(List<FunctionEntry> functions, List<string> problems)
    {
        Report(functions.Select(f => (f.Name, f)), "are both called");
        Report(functions.Where(f => f.Trigger is OrchestratorFunctionTrigger)
            .Select(f => (((OrchestratorFunctionTrigger)f.Trigger).TaskName, f)), "are both the orchestrator");
        Report(functions.Where(f => f.Trigger is ActivityFunctionTrigger)
            .Select(f => (((ActivityFunctionTrigger)f.Trigger).TaskName, f)), "are both the activity");

        void Report(IEnumerable<(string Name, FunctionEntry Function)> named, string what)
        {
            foreach (var clash in named.GroupBy(n => n.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
            {
                problems.Add($"{string.Join(" and ", clash.Select(c => c.Function.EntryPoint))} {what} '{clash.Key}'.");
            }
        }
    }

    // The Functions host's own rule for names.
    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,126}$", RegexOptions.NonBacktracking)]
    private static partial Regex FunctionName();
}
