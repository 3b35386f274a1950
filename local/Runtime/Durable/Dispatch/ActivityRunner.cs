using Microsoft.DurableTask.Converters;
using OpsAutomation.Runtime.Durable.History;
using OpsAutomation.Runtime.Durable.Store;

namespace OpsAutomation.Runtime.Durable.Dispatch;

/// <summary>Runs an activity, and makes its outcome durable together with the end of the task.</summary>
internal sealed class ActivityRunner(EngineParts parts)
{
    internal async Task RunAsync(long id, IDisposable ticket)
    {
        var (activity, instance) = parts.Store.Read(db => ActivitySql.Find(db, id) is { } found
            ? (found, InstanceSql.Find(db, found.Instance))
            : default((ActivityRow?, InstanceRow?)));
        if (activity is null)
        {
            return;
        }

        // Without an instance there is nobody to work for: it was purged.
        DurableEvent? outcome = new TaskSucceeded(activity.TaskId, null);
        if (instance is not null)
        {
            parts.Ledger.Adopt(ticket, $"activity '{activity.Name}' (task {activity.TaskId}) of '{instance.Name}' ({instance.InstanceId})");
            outcome = await CallAsync(activity, instance);
        }

        if (outcome is null)
        {
            return;
        }

        if (await parts.WriteStubbornlyAsync(db => ActivitySql.Finish(db, activity, outcome)))
        {
            parts.Queue.Add(WorkKind.Episode, activity.Instance);
        }
    }

    /// <summary>The outcome; null when the stop cut the activity off.</summary>
    private async Task<DurableEvent?> CallAsync(ActivityRow activity, InstanceRow instance)
    {
        try
        {
            if (parts.Catalog.FindActivity(activity.Name) is not { } code)
            {
                return new TaskFailed(activity.TaskId, new Failure(
                    typeof(InvalidOperationException).FullName!,
                    $"There is no activity named '{activity.Name}' in this application.",
                    NonRetriable: true));
            }

            var result = await code(new ActivityInvocation(
                activity.Name, instance.InstanceId, activity.Input, activity.TaskId, parts.Stopping.Token));
            return new TaskSucceeded(activity.TaskId, JsonDataConverter.Default.Serialize(result));
        }
        catch (OperationCanceledException) when (parts.Stopping.IsCancellationRequested)
        {
            EngineLog.ActivityCutOff(parts.Log, activity.Name, instance.InstanceId);
            return null;
        }
        catch (Exception e)
        {
            return new TaskFailed(activity.TaskId, Failure.From(e));
        }
    }
}
