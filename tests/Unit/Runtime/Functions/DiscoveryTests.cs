using Azure.Messaging;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using OpsAutomation.Runtime.Functions;

namespace OpsAutomation.Unit.Runtime.Functions;

public sealed class DiscoveryTests
{
    [Fact]
    public void Good_functions_are_found_with_their_triggers()
    {
        var catalog = FunctionCatalog.Discover([typeof(Good)]);

        Assert.Equal(["Act", "Cloud", "Orch", "Page", "Tick"], catalog.Functions.Select(f => f.Name));
        Assert.Equal(new HttpFunctionTrigger("pages/{id}", ["GET"], AuthorizationLevel.Anonymous), catalog.Find("page")!.Trigger, new HttpTriggerComparer());
        Assert.Equal(new TimerFunctionTrigger("0 * * * * *", true, false), catalog.Find("Tick")!.Trigger);
        Assert.Equal(new EventGridFunctionTrigger(typeof(CloudEvent), true), catalog.Find("Cloud")!.Trigger);
        Assert.Equal(new ActivityFunctionTrigger("Act", typeof(int)), catalog.Find("Act")!.Trigger);
        Assert.Equal("httpTrigger", catalog.Find("Page")!.Definition.InputBindings["request"].Type);
        Assert.Equal("durableClient", catalog.Find("Page")!.Definition.InputBindings["client"].Type);
    }

    [Fact]
    public void Every_problem_is_reported_at_once()
    {
        var error = Assert.Throws<HostStartException>(() => FunctionCatalog.Discover([typeof(Good), typeof(Bad)]));

        string[] expected =
        [
            "no parameter has a trigger attribute",
            "it has 2 triggers (a, b)",
            "an activity trigger binds the activity's input",
            "this trigger binds TimerInfo",
            "this trigger binds HttpRequest",
            "must be an array, because the trigger is batched",
            "is an array, but the trigger is not batched",
            "has type IDisposable; an Event Grid trigger binds",
            "nothing can fill parameter 'what' of type Stream",
            "nothing can fill parameter 'other' of type String",
            "the durable client binds DurableTaskClient only",
            "the method and its type must be public",
            "async void",
            "EntityTriggerAttribute is not supported",
            "authorization level User is not supported",
            "a retry attribute is for timer triggers only",
            "the retry interval 'soon' is not a TimeSpan",
            "its name must start with a letter",
            "are both called 'Page'",
            "EventGridOutputAttribute is not supported",
            "is passed by reference",
        ];
        Assert.All(expected, e => Assert.Contains(error.Problems, p => p.Contains(e, StringComparison.Ordinal)));
        Assert.Equal(expected.Length, error.Problems.Count);
        Assert.All(error.Problems, p => Assert.Contains(p, error.Message));
    }

    private sealed class HttpTriggerComparer : IEqualityComparer<FunctionTrigger>
    {
        public bool Equals(FunctionTrigger? x, FunctionTrigger? y) =>
            x is HttpFunctionTrigger left && y is HttpFunctionTrigger right
            && left.Route == right.Route && left.Level == right.Level && left.Methods.SequenceEqual(right.Methods);

        public int GetHashCode(FunctionTrigger obj) => 0;
    }

    public sealed class Good
    {
        [Function("Page")]
        public static string Page(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "/pages/{id}")] HttpRequest request,
            Guid id,
            [DurableClient] DurableTaskClient client,
            FunctionContext context,
            CancellationToken cancellationToken) => "";

        [Function("Tick")]
        public static void Tick([TimerTrigger("0 * * * * *")] TimerInfo timer)
        {
        }

        [Function("Cloud")]
        public static void Cloud([EventGridTrigger(IsBatched = true)] CloudEvent[] many)
        {
        }

        [Function("Orch")]
        public static Task Orch([OrchestrationTrigger] TaskOrchestrationContext context, Version input) => Task.CompletedTask;

        [Function("Act")]
        public static void Act([ActivityTrigger] int number, string instanceId)
        {
        }
    }

    public sealed class Bad
    {
        [Function("None")]
        public static void None(string text)
        {
        }

        [Function("Two")]
        public static void Two([ActivityTrigger] int a, [TimerTrigger("0 * * * * *")] TimerInfo b)
        {
        }

        [Function("TaskContext")]
        public static void TaskContext([ActivityTrigger] TaskActivityContext context)
        {
        }

        [Function("TimerText")]
        public static void TimerText([TimerTrigger("0 * * * * *")] string timer)
        {
        }

        [Function("HttpText")]
        public static void HttpText([HttpTrigger] string body)
        {
        }

        [Function("BatchedOne")]
        public static void BatchedOne([EventGridTrigger(IsBatched = true)] CloudEvent one)
        {
        }

        [Function("SingleMany")]
        public static void SingleMany([EventGridTrigger] CloudEvent[] many)
        {
        }

        [Function("EventInterface")]
        public static void EventInterface([EventGridTrigger] IDisposable one)
        {
        }

        [Function("Unfillable")]
        public static void Unfillable([HttpTrigger] HttpRequest request, Stream what)
        {
        }

        [Function("UnfillableActivity")]
        public static void UnfillableActivity([ActivityTrigger] int number, string other)
        {
        }

        [Function("WrongClient")]
        public static void WrongClient([HttpTrigger] HttpRequest request, [DurableClient] IAsyncDisposable client)
        {
        }

        [Function("AsyncVoid")]
#pragma warning disable MA0155, VSTHRD100 // The mistake is the point.
        public static async void AsyncVoid([ActivityTrigger] int number) => await Task.Yield();
#pragma warning restore MA0155, VSTHRD100

        [Function("Entity")]
        public static Task Entity([EntityTrigger] string dispatcher) => Task.CompletedTask;

        [Function("User")]
        public static void User([HttpTrigger(AuthorizationLevel.User)] HttpRequest request)
        {
        }

        [Function("RetriedActivity")]
        [FixedDelayRetry(1, "00:00:01")]
        public static void RetriedActivity([ActivityTrigger] int number)
        {
        }

        [Function("RetriedSoon")]
        [FixedDelayRetry(1, "soon")]
        public static void RetriedSoon([TimerTrigger("0 * * * * *")] TimerInfo timer)
        {
        }

        [Function("1st")]
        public static void BadName([ActivityTrigger] int number)
        {
        }

        [Function("page")]
        public static void SecondPage([ActivityTrigger] int number)
        {
        }

        [Function("Sends")]
        [EventGridOutput]
        public static string Sends([ActivityTrigger] int number) => "";

        [Function("ByRef")]
        public static void ByRef([ActivityTrigger] int number, ref string text)
        {
        }

        [Function("Hidden")]
        private static void Hidden([ActivityTrigger] int number)
        {
        }
    }
}
