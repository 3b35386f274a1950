using System.Reflection;
using OpsAutomation.Runtime.Functions.Discovery;

namespace OpsAutomation.Runtime.Functions;

/// <summary>The functions of an app, found by reflection and checked.</summary>
public sealed class FunctionCatalog
{
    private readonly Dictionary<string, FunctionEntry> _byName;

    private FunctionCatalog(IReadOnlyList<FunctionEntry> functions)
    {
        Functions = functions;
        _byName = functions.ToDictionary(f => f.Name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>All functions, ordered by name.</summary>
    public IReadOnlyList<FunctionEntry> Functions { get; }

    /// <summary>Finds the functions of assemblies.</summary>
    /// <param name="assemblies">Where to look.</param>
    /// <param name="include">Types to look at; null is all.</param>
    /// <exception cref="HostStartException">Something is wrong with them; all problems are listed.</exception>
    public static FunctionCatalog Discover(IEnumerable<Assembly> assemblies, Func<Type, bool>? include = null)
    {
        var problems = new List<string>();
        var types = new List<Type>();
        foreach (var assembly in assemblies.Distinct())
        {
            try
            {
                types.AddRange(assembly.GetTypes());
            }
            catch (ReflectionTypeLoadException e)
            {
                problems.AddRange(e.LoaderExceptions
                    .Select(inner => $"A type of {assembly.GetName().Name} cannot be loaded: {inner?.Message}")
                    .Distinct(StringComparer.Ordinal));
            }
        }

        return Discover(types.Where(t => include?.Invoke(t) ?? true), problems);
    }

    /// <summary>Finds the functions of types.</summary>
    /// <param name="types">Where to look.</param>
    /// <param name="problems">Problems found before.</param>
    /// <exception cref="HostStartException">Something is wrong with them; all problems are listed.</exception>
    internal static FunctionCatalog Discover(IEnumerable<Type> types, List<string>? problems = null)
    {
        problems ??= [];
        var functions = FunctionScanner.Scan(types, problems);
        if (problems.Count > 0)
        {
            throw new HostStartException(problems);
        }

        return new FunctionCatalog([.. functions.OrderBy(f => f.Name, StringComparer.OrdinalIgnoreCase)]);
    }

    /// <summary>The function of this name, case aside; null when there is none.</summary>
    /// <param name="name">The name.</param>
    public FunctionEntry? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>All functions with this kind of trigger.</summary>
    /// <typeparam name="TTrigger">The kind.</typeparam>
    internal IEnumerable<(FunctionEntry Function, TTrigger Trigger)> With<TTrigger>()
        where TTrigger : FunctionTrigger =>
        Functions.Where(f => f.Trigger is TTrigger).Select(f => (f, (TTrigger)f.Trigger));
}
