using Microsoft.DurableTask;
using Microsoft.Extensions.Logging.Abstractions;
using OpsAutomation.Runtime.Clock;
using OpsAutomation.Runtime.Durable;

namespace OpsAutomation.Unit.Runtime.Durable;

public sealed class DurableEngineOptionsTests
{
    [Fact]
    public void Wrong_options_are_refused_all_at_once()
    {
        var options = new DurableEngineOptions { DatabasePath = " ", MaxConcurrentActivities = 0, MaxConcurrentOrchestrations = -1, WarmInstances = -5 };

        var refusal = Assert.Throws<ArgumentException>(() => new DurableEngine(
            options, new Nothing(), TimeProvider.System, new WorkLedger(), NullLoggerFactory.Instance));

        Assert.All(
            new[] { "DatabasePath", "MaxConcurrentActivities", "MaxConcurrentOrchestrations", "WarmInstances" },
            name => Assert.Contains(name, refusal.Message, StringComparison.Ordinal));
    }

    private sealed class Nothing : ITaskCatalog
    {
        public Func<TaskOrchestrationContext, Task<object?>>? FindOrchestrator(TaskName name) => null;

        public Func<ActivityInvocation, Task<object?>>? FindActivity(TaskName name) => null;
    }
}
