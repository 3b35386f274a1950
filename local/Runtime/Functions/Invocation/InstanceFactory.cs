using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace OpsAutomation.Runtime.Functions.Invocation;

/// <summary>Makes the objects that functions are methods of: one for each run, its dependencies from the run's scope.</summary>
internal static class InstanceFactory
{
    // A factory is compiled from the type alone and asks the services that it is given: every host of the process can use it.
    private static readonly ConcurrentDictionary<Type, ObjectFactory> Factories = new();

    internal static object Create(Type type, IServiceProvider services) =>
        Factories.GetOrAdd(type, static t => ActivatorUtilities.CreateFactory(t, Type.EmptyTypes))(services, null);

    /// <summary>Says which constructor parameters of the app's function classes no service can fill.</summary>
    /// <param name="catalog">The functions.</param>
    /// <param name="services">The app's services.</param>
    internal static IEnumerable<string> Problems(FunctionCatalog catalog, IServiceProvider services)
    {
        var known = services.GetRequiredService<IServiceProviderIsService>();
        foreach (var type in catalog.Functions.Where(f => !f.Method.IsStatic).Select(f => f.Method.DeclaringType!).Distinct())
        {
            var constructors = type.GetConstructors();
            if (constructors.Length == 0)
            {
                yield return $"{type.FullName} has no public constructor.";
            }
            else if (!constructors.Any(c => Missing(c, known).Count == 0))
            {
                yield return $"{type.FullName} needs {string.Join(", ", constructors.Select(c => Missing(c, known)).MinBy(m => m.Count)!)}, "
                    + "which nothing registers as a service.";
            }
        }
    }

    private static List<string> Missing(ConstructorInfo constructor, IServiceProviderIsService known) =>
        [.. constructor.GetParameters()
            .Where(p => !p.HasDefaultValue
                && !p.IsDefined(typeof(FromKeyedServicesAttribute))
                && !known.IsService(p.ParameterType))
            .Select(p => p.ParameterType.Name)];
}
