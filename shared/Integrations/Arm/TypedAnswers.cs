using System.Text.Json;

namespace OpsAutomation.Integrations.Arm;

/// <summary>
/// The typed clients throw exceptions of many kinds when an answer lacks what they expect. For us they are one: the answer
/// could not be read, and after a change that means doubt.
/// </summary>
internal static class TypedAnswers
{
    /// <summary>Runs a typed call.</summary>
    /// <exception cref="JsonException">The answer could not be read.</exception>
    public static async Task<T> ReadAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or ArgumentException or KeyNotFoundException or OverflowException or NullReferenceException)
        {
            throw new JsonException("The answer could not be read.", e);
        }
    }
}
