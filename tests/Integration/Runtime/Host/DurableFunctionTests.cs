using System.Net;
using Microsoft.DurableTask.Client;
using OpsAutomation.Runtime.Clock;

namespace OpsAutomation.Integration.Runtime.Host;

public sealed class DurableFunctionTests
{
    private static readonly CancellationToken Soon = new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token;

    [Fact]
    public async Task An_orchestration_of_functions_runs_to_its_end_over_activities_timers_children_and_retries()
    {
        await using var host = await HostDriver.StartAsync(mode: ClockMode.JumpWhenIdle);

        var accepted = await host.Client.PostAsync("/api/chains/ab", null, Soon);
        var id = await accepted.Content.ReadAsStringAsync(Soon);
        var done = await host.Host.DurableClient.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Soon);

        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, done.RuntimeStatus);
        Assert.StartsWith("abab! 11 after 3 ", done.ReadOutputAs<string>());
        Assert.Contains("before Chain", host.Seen.Middleware);
        Assert.Contains("after Double", host.Seen.Middleware);
    }

    [Fact]
    public async Task A_request_that_waits_for_an_orchestration_does_not_stop_the_virtual_clock()
    {
        await using var host = await HostDriver.StartAsync(mode: ClockMode.JumpWhenIdle);

        var bySocket = await host.Client.PostAsync("/api/chains/ab/wait", null, Soon);
        using var inProcess = new HttpClient(host.Host.CreateInProcessHandler()) { BaseAddress = host.Host.BaseAddress };
        HttpResponseMessage withoutSocket;
        using (host.Ledger.Enter("a caller that is itself at work"))
        {
            withoutSocket = await inProcess.PostAsync("/api/chains/cd/wait", null, Soon);
        }

        Assert.Equal(HttpStatusCode.OK, bySocket.StatusCode);
        Assert.StartsWith("abab! 11 after 3", await bySocket.Content.ReadAsStringAsync(Soon));
        Assert.StartsWith("cdcd! 11 after 3", await withoutSocket.Content.ReadAsStringAsync(Soon));
    }

    [Fact]
    public async Task An_event_wakes_a_waiting_orchestration_even_after_a_restart()
    {
        var folder = HostDriver.NewFolder();
        string id;
        await using (var first = await HostDriver.StartAsync(folder))
        {
            id = await first.Host.DurableClient.ScheduleNewOrchestrationInstanceAsync("asksperson", Soon);
            var waiting = await first.Host.DurableClient.WaitForInstanceStartAsync(id, Soon);
            await first.Ledger.WhenIdleAsync(Soon);
            Assert.False(waiting.IsCompleted);
        }

        await using (var second = await HostDriver.StartAsync(folder))
        {
            await second.Host.DurableClient.RaiseEventAsync(id, "Answer", "yes", Soon);
            var done = await second.Host.DurableClient.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Soon);
            Assert.Equal("said yes", done.ReadOutputAs<string>());
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Input_that_an_activity_cannot_read_fails_the_call_and_names_the_activity()
    {
        await using var host = await HostDriver.StartAsync(mode: ClockMode.JumpWhenIdle);

        var id = await host.Host.DurableClient.ScheduleNewOrchestrationInstanceAsync("Fails", Soon);
        var done = await host.Host.DurableClient.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Soon);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.Contains("Refuses", done.FailureDetails!.ErrorMessage);
        Assert.DoesNotContain("not a number", done.FailureDetails.ErrorMessage);
    }
}
