using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using OpsAutomation.Functions.Triggers;

namespace OpsAutomation.Integration.Infra.Ties;

/// <summary>The functions of the code, as the host would list them.</summary>
internal static class FunctionsOfCode
{
    private static readonly (MethodInfo Method, string Name)[] All =
    [
        .. typeof(AlertIngress).Assembly.GetTypes().SelectMany(t => t.GetMethods())
            .Select(m => (m, m.GetCustomAttribute<FunctionAttribute>()?.Name)).Where(f => f.Name is not null).Select(f => (f.m, f.Name!)),
    ];

    /// <summary>The names of all.</summary>
    public static IEnumerable<string> Names => All.Select(f => f.Name);

    /// <summary>Those that Event Grid calls, and whether in batches.</summary>
    public static IEnumerable<(string Name, bool Batched)> OfEventGrid => With<EventGridTriggerAttribute>().Select(f => (f.Name, f.Trigger.IsBatched));

    /// <summary>Those that HTTP calls.</summary>
    public static IEnumerable<(string Name, string Route, IReadOnlyList<string> Methods)> OfHttp =>
        With<HttpTriggerAttribute>().Select(f => (f.Name, f.Trigger.Route!, (IReadOnlyList<string>)[.. f.Trigger.Methods!]));

    private static IEnumerable<(string Name, T Trigger)> With<T>()
        where T : Attribute =>
        from function in All
        from parameter in function.Method.GetParameters()
        let trigger = parameter.GetCustomAttribute<T>()
        where trigger is not null
        select (function.Name, trigger);
}
