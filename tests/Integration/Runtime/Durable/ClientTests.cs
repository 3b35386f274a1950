using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace OpsAutomation.Integration.Runtime.Durable;

public sealed class ClientTests
{
    private static TestCatalog Waiting() => new TestCatalog()
        .Orchestrator("Wait", context => context.WaitForExternalEvent<string>("go"))
        .Orchestrator("Done", _ => Task.FromResult("done"))
        .Orchestrator("Parent", context => context.CallSubOrchestratorAsync("Wait", null, new SubOrchestrationOptions(instanceId: "child")));

    [Fact]
    public async Task An_id_in_use_is_refused_and_one_that_is_over_is_used_again()
    {
        await using var rig = await EngineRig.StartAsync(Waiting());
        await rig.BeginAsync("Wait");
        await rig.QuietAsync();

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => rig.BeginAsync("Done"));
        await rig.Client.RaiseEventAsync("one", "go", "first");
        await rig.EndAsync("one");

        Assert.Equal("done", (await rig.RunAsync("Done")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task With_every_status_listed_an_id_is_used_once_for_ever()
    {
        await using var rig = await EngineRig.StartAsync(Waiting());
        var options = new StartOrchestrationOptions("once").WithDedupeStatuses([.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses]);
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Done", null, options);
        await rig.EndAsync("once");

        var refusal = await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(
            () => rig.Client.ScheduleNewOrchestrationInstanceAsync("Done", null, options));

        Assert.Contains("Completed", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_instance_whose_status_is_not_listed_is_replaced()
    {
        await using var rig = await EngineRig.StartAsync(Waiting());
        await rig.BeginAsync("Wait");
        await rig.QuietAsync();

        await rig.Client.ScheduleNewOrchestrationInstanceAsync(
            "Done", null, new StartOrchestrationOptions("one").WithDedupeStatuses(OrchestrationRuntimeStatus.Pending));

        Assert.Equal("done", (await rig.EndAsync("one")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Of_many_starts_with_one_id_exactly_one_wins()
    {
        await using var rig = await EngineRig.StartAsync(Waiting());

        var starts = Enumerable.Range(0, 20).Select(_ => Task.Run(() => rig.BeginAsync("Wait"))).ToList();
        await Task.WhenAll(starts.Select(s => s.ContinueWith(static t => t.Exception, TaskScheduler.Default)));

        Assert.Equal(1, starts.Count(static s => s.IsCompletedSuccessfully));
    }

    [Fact]
    public async Task A_terminated_instance_shows_the_given_output_and_takes_its_children_along_when_asked()
    {
        await using var rig = await EngineRig.StartAsync(Waiting());
        await rig.BeginAsync("Parent");
        await rig.QuietAsync();

        await rig.Client.TerminateInstanceAsync("one", new TerminateInstanceOptions("enough", Recursive: true));

        var end = await rig.EndAsync("one");
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, end.RuntimeStatus);
        Assert.Equal("enough", end.ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await rig.EndAsync("child")).RuntimeStatus);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task A_suspended_instance_hears_nothing_until_it_is_resumed(int warm)
    {
        await using var rig = await EngineRig.StartAsync(Waiting(), warm);
        await rig.BeginAsync("Wait");
        await rig.QuietAsync();
        await rig.Client.SuspendInstanceAsync("one", "pause");
        await rig.QuietAsync();

        await rig.Client.RaiseEventAsync("one", "go", "heard");
        await rig.QuietAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await rig.Client.GetInstanceAsync("one"))!.RuntimeStatus);

        await rig.Client.ResumeInstanceAsync("one");
        Assert.Equal("heard", (await rig.EndAsync("one")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_message_for_nobody_is_an_error_and_one_for_a_finished_instance_too()
    {
        await using var rig = await EngineRig.StartAsync(Waiting());
        await rig.RunAsync("Done");

        await Assert.ThrowsAsync<ArgumentException>(() => rig.Client.RaiseEventAsync("nobody", "go"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => rig.Client.RaiseEventAsync("one", "go"));
    }

    [Fact]
    public async Task Queries_page_and_filter_and_a_purge_removes_only_what_is_over()
    {
        await using var rig = await EngineRig.StartAsync(Waiting());
        for (var i = 0; i < 5; i++)
        {
            await rig.RunAsync("Done", id: $"done-{i}");
        }

        await rig.BeginAsync("Wait", id: "wait");
        await rig.QuietAsync();

        var pages = new List<int>();
        await foreach (var page in rig.Client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: "done-", PageSize: 2)).AsPages())
        {
            pages.Add(page.Values.Count);
        }

        Assert.Equal([2, 2, 1], pages);
        Assert.Equal("wait", (await Ids(new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Running]))).Single());
        Assert.Equal(5, (await rig.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter())).PurgedInstanceCount);
        Assert.Equal(0, (await rig.Client.PurgeInstanceAsync("wait")).PurgedInstanceCount);
        Assert.Equal(["wait"], await Ids(new OrchestrationQuery()));

        async Task<List<string>> Ids(OrchestrationQuery query)
        {
            var ids = new List<string>();
            await foreach (var instance in rig.Client.GetAllInstancesAsync(query))
            {
                ids.Add(instance.InstanceId);
            }

            return ids;
        }
    }

    [Fact]
    public async Task Instances_without_an_id_get_one_each()
    {
        await using var rig = await EngineRig.StartAsync(Waiting());

        var ids = new[] { await rig.BeginAsync("Done", id: null), await rig.BeginAsync("Done", id: null) };

        Assert.Equal(2, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(ids, static id => Assert.Equal(32, id.Length));
    }
}
