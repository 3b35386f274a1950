using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace OpsAutomation.Integration.Runtime.Durable;

public sealed class OrchestrationTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task Activities_run_one_after_the_other_and_pass_results_on(int warm)
    {
        var catalog = new TestCatalog()
            .Activity<string, string>("Greet", name => $"Hello {name}")
            .Orchestrator<string>("Chain", async context =>
            {
                var first = await context.CallActivityAsync<string>("Greet", "Ada");
                return await context.CallActivityAsync<string>("greet", first);
            });
        await using var rig = await EngineRig.StartAsync(catalog, warm);

        var end = await rig.RunAsync("chain");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus);
        Assert.Equal("Hello Hello Ada", end.ReadOutputAs<string>());
        Assert.Equal(["Greet(\"Ada\")", "Greet(\"Hello Ada\")"], catalog.Calls);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task A_fan_out_gathers_every_result_in_its_place(int warm)
    {
        var catalog = new TestCatalog()
            .Activity<int, int>("Square", n => n * n)
            .Orchestrator("Fan", async context =>
                await Task.WhenAll(Enumerable.Range(0, 50).Select(n => context.CallActivityAsync<int>("Square", n))));
        await using var rig = await EngineRig.StartAsync(catalog, warm);

        var end = await rig.RunAsync("Fan");

        Assert.Equal(Enumerable.Range(0, 50).Select(n => n * n), end.ReadOutputAs<int[]>());
        Assert.Equal(50, catalog.Calls.Count);
    }

    [Fact]
    public async Task An_activity_that_fails_is_a_TaskFailedException_with_the_type_by_its_full_name()
    {
        var catalog = new TestCatalog()
            .Activity<int, int>("Break", _ => throw new InvalidDataException("no good"))
            .Orchestrator("Try", async context =>
            {
                try
                {
                    await context.CallActivityAsync("Break", 1);
                    return "?";
                }
                catch (TaskFailedException e)
                {
                    return $"{e.TaskName}#{e.TaskId} {e.FailureDetails.ErrorType} {e.FailureDetails.ErrorMessage} {e.FailureDetails.IsCausedBy<SystemException>()}";
                }
            });
        await using var rig = await EngineRig.StartAsync(catalog);

        var end = await rig.RunAsync("Try");

        Assert.Equal("Break#0 System.IO.InvalidDataException no good True", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_orchestrator_that_throws_fails_with_its_message_as_output()
    {
        var catalog = new TestCatalog().Orchestrator("Bad", _ => throw new InvalidOperationException("broken plan"));
        await using var rig = await EngineRig.StartAsync(catalog);

        var end = await rig.RunAsync("Bad");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal("broken plan", end.SerializedOutput);
        Assert.Equal("System.InvalidOperationException", end.FailureDetails!.ErrorType);
    }

    [Fact]
    public async Task A_name_that_nobody_knows_fails_and_says_which()
    {
        var catalog = new TestCatalog().Orchestrator("Caller", async context =>
            await context.CallActivityAsync("Nowhere", null, TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromHours(1)))));
        await using var rig = await EngineRig.StartAsync(catalog);

        var orchestration = await rig.RunAsync("Missing", id: "a");
        var activity = await rig.RunAsync("Caller", id: "b");

        Assert.Contains("no orchestrator named 'Missing'", orchestration.SerializedOutput, StringComparison.Ordinal);
        Assert.Contains("no activity named 'Nowhere'", activity.SerializedOutput, StringComparison.Ordinal);
        Assert.Equal(EngineRig.Start, rig.Clock.GetUtcNow());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task A_sub_orchestration_returns_its_result_and_knows_its_parent(int warm)
    {
        var catalog = new TestCatalog()
            .Activity<int, int>("Double", n => 2 * n)
            .Orchestrator("Child", async context =>
                $"{context.Parent!.Name}/{context.Parent.InstanceId}:{await context.CallActivityAsync<int>("Double", context.GetInput<int>())}")
            .Orchestrator("Parent", async context =>
            {
                var named = await context.CallSubOrchestratorAsync<string>("Child", 21, new SubOrchestrationOptions(instanceId: "kid"));
                var unnamed = await context.CallSubOrchestratorAsync<string>("Child", 4);
                return named + " " + unnamed;
            });
        await using var rig = await EngineRig.StartAsync(catalog, warm);

        var end = await rig.RunAsync("Parent");

        Assert.Equal("Parent/one:42 Parent/one:8", end.ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await rig.Client.GetInstanceAsync("kid"))!.RuntimeStatus);
    }

    [Fact]
    public async Task A_sub_orchestration_that_fails_fails_the_call()
    {
        var catalog = new TestCatalog()
            .Orchestrator("Child", _ => throw new InvalidDataException("child broke"))
            .Orchestrator("Parent", async context =>
            {
                var failure = await Assert.ThrowsAsync<TaskFailedException>(() => context.CallSubOrchestratorAsync("Child"));
                return failure.FailureDetails.ErrorType;
            });
        await using var rig = await EngineRig.StartAsync(catalog);

        Assert.Equal("System.IO.InvalidDataException", (await rig.RunAsync("Parent")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Sub_orchestration_ids_in_use_fail_the_call_instead_of_hanging()
    {
        var catalog = new TestCatalog()
            .Orchestrator("Wait", context => context.WaitForExternalEvent<string>("never"))
            .Orchestrator("Parent", context => context.CallSubOrchestratorAsync("Wait", null, new SubOrchestrationOptions(instanceId: "busy")));
        await using var rig = await EngineRig.StartAsync(catalog);
        await rig.BeginAsync("Wait", id: "busy");
        await rig.QuietAsync();

        var end = await rig.RunAsync("Parent");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("'busy' is in use", end.SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Custom_status_shows_what_was_set_before_the_wait()
    {
        var catalog = new TestCatalog().Orchestrator("Say", async context =>
        {
            context.SetCustomStatus("first");
            context.SetCustomStatus(new { Step = 2 });
            await context.WaitForExternalEvent<string>("go");
            context.SetCustomStatus("last");
        });
        await using var rig = await EngineRig.StartAsync(catalog);
        await rig.BeginAsync("Say");
        await rig.QuietAsync();

        Assert.Equal("{\"Step\":2}", (await rig.Client.GetInstanceAsync("one", getInputsAndOutputs: true))!.SerializedCustomStatus);
        await rig.Client.RaiseEventAsync("one", "GO", "x");
        Assert.Equal("last", (await rig.EndAsync("one")).ReadCustomStatusAs<string>());
    }

    [Fact]
    public async Task Continue_as_new_begins_with_the_new_input_and_an_empty_history()
    {
        var catalog = new TestCatalog()
            .Activity<int, int>("Next", n => n + 1)
            .Orchestrator("Loop", async context =>
            {
                var next = await context.CallActivityAsync<int>("Next", context.GetInput<int>());
                if (next < 5)
                {
                    context.ContinueAsNew(next);
                }

                return next;
            });
        await using var rig = await EngineRig.StartAsync(catalog);

        var end = await rig.RunAsync("Loop", 0);

        Assert.Equal(5, end.ReadOutputAs<int>());
        Assert.Equal(4, end.ReadInputAs<int>());
        Assert.Equal(2, rig.History().Count);
    }

    [Fact]
    public async Task An_activity_asked_for_right_before_the_end_still_runs()
    {
        var catalog = new TestCatalog()
            .Activity<string, string>("Note", s => s)
            .Orchestrator("Leave", context =>
            {
                _ = context.CallActivityAsync("Note", "bye");
                return Task.CompletedTask;
            });
        await using var rig = await EngineRig.StartAsync(catalog);

        await rig.RunAsync("Leave");
        await rig.QuietAsync();

        Assert.Equal(["Note(\"bye\")"], catalog.Calls);
    }
}
