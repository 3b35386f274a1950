using Microsoft.DurableTask.Client;
using OpsAutomation.Runtime.Durable.Dispatch;
using OpsAutomation.Runtime.Durable.History;
using OpsAutomation.Runtime.Durable.Store;

namespace OpsAutomation.Unit.Runtime.Durable;

public sealed class BatchTests
{
    private static readonly EventRaised Event = new("e", null);

    [Fact]
    public void A_suspended_instance_takes_control_and_leaves_the_rest_where_it_is()
    {
        var batch = Sort(OrchestrationRuntimeStatus.Running, true, new SuspendRequested("x"), Event);

        Assert.Equal([1L], batch.Consumed);
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, batch.Status);
    }

    [Fact]
    public void A_resumed_instance_takes_everything()
    {
        var batch = Sort(OrchestrationRuntimeStatus.Suspended, true, new ResumeRequested("x"), Event);

        Assert.Equal([1L, 2], batch.Consumed);
        Assert.Equal(OrchestrationRuntimeStatus.Running, batch.Status);
    }

    [Fact]
    public void Nothing_is_told_before_the_start()
    {
        Assert.Empty(Sort(OrchestrationRuntimeStatus.Pending, false, Event).Consumed);
        Assert.Equal([1L, 2], Sort(OrchestrationRuntimeStatus.Pending, false, new ExecutionStarted(null), Event).Consumed);
    }

    [Fact]
    public void Messages_for_an_earlier_execution_are_consumed_unread()
    {
        var batch = Batch.Sort([new InboxRow(1, 6, new TimerFired(1)), new InboxRow(2, 7, new TimerFired(2))], Row(OrchestrationRuntimeStatus.Running), true);

        Assert.Equal([1L, 2], batch.Consumed);
        Assert.Equal([new TimerFired(2)], batch.Received);
    }

    private static Batch Sort(OrchestrationRuntimeStatus status, bool begun, params DurableEvent[] events) =>
        Batch.Sort([.. events.Select(static (e, i) => new InboxRow(i + 1, null, e))], Row(status), begun);

    private static InstanceRow Row(OrchestrationRuntimeStatus status) => new(1, "one", 7, "Name", "", status, 0, 0, null);
}
