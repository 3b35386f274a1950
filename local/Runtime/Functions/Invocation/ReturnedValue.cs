using System.Collections.Concurrent;
using System.Reflection;

namespace OpsAutomation.Runtime.Functions.Invocation;

/// <summary>The value that a method gives in the end: of Task, ValueTask, their generic forms, or at once.</summary>
internal static class ReturnedValue
{
    private static readonly ConcurrentDictionary<Type, Func<object, Task<object?>>> Readers = new();

    internal static Task<object?> GetAsync(MethodInfo method, object? returned)
    {
        var type = method.ReturnType;
        if (returned is null || type == typeof(void))
        {
            return Task.FromResult<object?>(null);
        }

        if (type == typeof(Task))
        {
            return AwaitAsync((Task)returned);
        }

        if (type == typeof(ValueTask))
        {
            return AwaitAsync(((ValueTask)returned).AsTask());
        }

        if (!type.IsGenericType || (type.GetGenericTypeDefinition() is var open && open != typeof(Task<>) && open != typeof(ValueTask<>)))
        {
            return Task.FromResult<object?>(returned);
        }

        return Readers.GetOrAdd(type, Reader)(returned);
    }

    private static Func<object, Task<object?>> Reader(Type type)
    {
        var name = type.GetGenericTypeDefinition() == typeof(Task<>) ? nameof(TaskResultAsync) : nameof(ValueTaskResultAsync);
        return typeof(ReturnedValue).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type.GetGenericArguments())
            .CreateDelegate<Func<object, Task<object?>>>();
    }

    private static async Task<object?> AwaitAsync(Task task)
    {
        await task;
        return null;
    }

    private static async Task<object?> TaskResultAsync<T>(object task) => await (Task<T>)task;

    private static async Task<object?> ValueTaskResultAsync<T>(object task) => await (ValueTask<T>)task;
}
