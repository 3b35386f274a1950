using Microsoft.DurableTask.Client;
using OpsAutomation.Runtime.Durable.Store;

namespace OpsAutomation.Runtime.Durable.Client;

/// <summary>Which statuses of an existing instance keep its id from being used again.</summary>
internal static class Dedupe
{
    /// <summary>
    /// The rule of a start. Without a list an instance that is not over keeps its id; with one, exactly the listed
    /// statuses do, and an instance in any other status is replaced.
    /// </summary>
    /// <exception cref="ArgumentException">A name in the list is no status.</exception>
    internal static Func<OrchestrationRuntimeStatus, bool> Rule(IReadOnlyList<string>? names)
    {
        if (names is null)
        {
            return static status => !status.IsOver();
        }

        var listed = new HashSet<OrchestrationRuntimeStatus>();
        foreach (var name in names)
        {
            if (!Enum.TryParse<OrchestrationRuntimeStatus>(name, ignoreCase: true, out var status) || !Enum.IsDefined(status))
            {
                throw new ArgumentException($"'{name}' is no orchestration status.", nameof(names));
            }

            listed.Add(status);
        }

        return listed.Contains;
    }
}
