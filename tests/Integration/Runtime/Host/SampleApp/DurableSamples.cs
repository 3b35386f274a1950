using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace OpsAutomation.Integration.Runtime.Host.SampleApp;

public sealed record Order(string Name, int Count);

public sealed class DurableSamples(Seen seen, PerRun perRun)
{
    [Function("Chain")]
    public static async Task<string> Chain([OrchestrationTrigger] TaskOrchestrationContext context, string name)
    {
        var first = await context.CallActivityAsync<string>("Decorate", new Order(name, 2));
        await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
        var second = await context.CallSubOrchestratorAsync<int>("Child", first.Length);
        var flaky = await context.CallActivityAsync<string>(
            "Flaky", options: TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromSeconds(5))));
        return $"{first} {second} {flaky} {context.CurrentUtcDateTime:HH:mm}";
    }

    [Function("Child")]
    public async Task<int> Child([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        // A scope, an instance, services: as for any other function.
        _ = perRun;
        var sum = await context.CallActivityAsync<int>("Double", context.GetInput<int>());
        return sum + 1;
    }

    [Function("AsksPerson")]
    public static async Task<string> AsksPerson([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.SetCustomStatus("asking");
        var answer = await context.WaitForExternalEvent<string>("Answer");
        return $"said {answer}";
    }

    [Function("Fails")]
    public static async Task Fails([OrchestrationTrigger] TaskOrchestrationContext context) => await context.CallActivityAsync("Refuses", "not a number");

    [Function("Decorate")]
    public static Task<string> Decorate([ActivityTrigger] Order order, string instanceId) =>
        Task.FromResult($"{string.Concat(Enumerable.Repeat(order.Name, order.Count))}{(instanceId.Length > 0 ? "!" : "?")}");

    [Function("Double")]
    public int Double([ActivityTrigger] int number) => number * 2;

    [Function("Flaky")]
    public ValueTask<string> Flaky([ActivityTrigger] string? nothing, FunctionContext context, CancellationToken cancellationToken)
    {
        var attempt = seen.Attempts.AddOrUpdate((string)context.BindingContext.BindingData["instanceId"]!, 1, (_, n) => n + 1);
        return attempt < 3 ? throw new TimeoutException($"attempt {attempt}") : ValueTask.FromResult($"after {attempt}");
    }

    [Function("Refuses")]
    public static void Refuses([ActivityTrigger] int number)
    {
    }
}
