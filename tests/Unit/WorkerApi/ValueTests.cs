using Microsoft.DurableTask;
using Microsoft.DurableTask.Abstractions;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Entities;

namespace OpsAutomation.Unit.WorkerApi;

/// <summary>The values of the Durable Task API behave as the published ones.</summary>
public class ValueTests
{
    [Fact]
    public void Names_are_equal_whatever_their_case_and_no_text_is_no_name()
    {
        Assert.Equal(new TaskName("RunPlan"), new TaskName("runplan"));
        Assert.Equal(new TaskName("RunPlan").GetHashCode(), new TaskName("RUNPLAN").GetHashCode());
        Assert.Equal(default, (TaskName)string.Empty);
        Assert.Equal(default, (TaskName)(string)null!);
        Assert.Equal("RunPlan", (string)new TaskName("RunPlan"));
    }

    [Fact]
    public void A_retry_policy_has_the_published_defaults()
    {
        var policy = new RetryPolicy(3, TimeSpan.FromSeconds(5));

        Assert.Equal(1d, policy.BackoffCoefficient);
        Assert.Equal(TimeSpan.FromHours(1), policy.MaxRetryInterval);
        Assert.Equal(Timeout.InfiniteTimeSpan, policy.RetryTimeout);
        Assert.True(policy.Handle(new InvalidOperationException()));
    }

    [Theory]
    [InlineData(0, 5, 1d, null, null)]
    [InlineData(-1, 5, 1d, null, null)]
    [InlineData(3, 0, 1d, null, null)]
    [InlineData(3, 5, 0.5, null, null)]
    [InlineData(3, 5, 1d, 4, null)]
    [InlineData(3, 5, 1d, null, 4)]
    public void A_retry_policy_that_cannot_work_is_refused(int attempts, int first, double coefficient, int? max, int? timeout) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(
            attempts, TimeSpan.FromSeconds(first), coefficient, Seconds(max), Seconds(timeout)));

    [Fact]
    public void A_retry_policy_may_decide_by_the_failure()
    {
        var policy = new RetryPolicy(3, TimeSpan.FromSeconds(5)) { HandleFailure = f => f.IsCausedBy<TimeoutException>() };

        Assert.True(policy.Handle(new TaskFailedException("A", 1, new TimeoutException("slow"))));
        Assert.False(policy.Handle(new TaskFailedException("A", 1, new InvalidOperationException("no"))));
    }

    [Fact]
    public async Task Retry_options_come_from_a_policy_or_from_either_handler()
    {
        TaskRetryOptions fromPolicy = new RetryPolicy(1, TimeSpan.FromSeconds(1));
        TaskRetryOptions fromHandler = (RetryHandler)(c => c.LastAttemptNumber < 3);

        Assert.NotNull(fromPolicy.Policy);
        Assert.Null(fromPolicy.Handler);
        Assert.Null(fromHandler.Policy);
        Assert.True(await fromHandler.Handler!(new RetryContext(null!, 2, null!, default, default)));
        Assert.False(await fromHandler.Handler!(new RetryContext(null!, 3, null!, default, default)));
    }

    [Fact]
    public void A_failure_is_caused_by_its_own_type_and_the_types_above()
    {
        var details = TaskFailureDetails.FromException(new FileNotFoundException("x", new TimeoutException("slow")));

        Assert.Equal("System.IO.FileNotFoundException", details.ErrorType);
        Assert.Equal("System.TimeoutException", details.InnerFailure?.ErrorType);
        Assert.True(details.IsCausedBy<FileNotFoundException>());
        Assert.True(details.IsCausedBy<IOException>());
        Assert.False(details.IsCausedBy<TimeoutException>());
        Assert.Throws<ArgumentException>(() => details.IsCausedBy(typeof(string)));
        Assert.False(new TaskFailureDetails("No.Such.Type", "m", null, null, null).IsCausedBy<Exception>());
        Assert.True(TaskFailureDetails.FromException(new EntityOperationTestException()).IsCausedBy<InvalidOperationException>());
    }

    [Fact]
    public void A_failed_task_says_which_it_was_and_why()
    {
        var failed = new TaskFailedException("Restart", 4, new TaskFailureDetails("T", "boom", null, null, null));

        Assert.Equal("Task 'Restart' (#4) failed with an unhandled exception: boom", failed.Message);
        Assert.Equal("T", TaskFailureDetails.FromException(failed).InnerFailure?.ErrorType);
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "1.0", -1)]
    [InlineData("1.0", "", 1)]
    [InlineData("1.10", "1.9", 1)]
    [InlineData("beta", "ALPHA", 1)]
    [InlineData("beta", "BETA", 0)]
    public void Versions_compare_as_versions_where_they_are_and_as_text_otherwise(string left, string right, int sign) =>
        Assert.Equal(sign, Math.Sign(TaskOrchestrationVersioningUtils.CompareVersions(left, right)));

    [Fact]
    public void Dedupe_statuses_are_kept_by_name_and_the_rest_of_the_options_too()
    {
        var options = new StartOrchestrationOptions("id-1") { Version = "2" }
            .WithDedupeStatuses(OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Pending);

        Assert.Equal(["Running", "Pending"], options.DedupeStatuses);
        Assert.Equal("id-1", options.InstanceId);
        Assert.Equal("2", options.Version?.Version);
        Assert.Equal(7, StartOrchestrationOptionsExtensions.ValidDedupeStatuses.Count);
    }

    [Fact]
    public void Sub_orchestration_options_keep_what_they_are_made_from()
    {
        var options = new TaskOptions(new RetryPolicy(2, TimeSpan.FromSeconds(1))) { Version = "3" }.WithInstanceId("child");

        Assert.Equal("child", options.InstanceId);
        Assert.Equal("3", options.Version?.Version);
        Assert.NotNull(options.Retry);
        Assert.Equal("child", new SubOrchestrationOptions((TaskOptions)options).InstanceId);
        Assert.Equal("4", ((TaskOptions)(options with { Version = "4" })).Version?.Version);
    }

    [Fact]
    public void Values_that_were_not_fetched_cannot_be_read()
    {
        var bare = new OrchestrationMetadata("n", "i") { SerializedInput = "5", RuntimeStatus = OrchestrationRuntimeStatus.Terminated };
        var full = new OrchestrationMetadata("n", "i") { SerializedInput = "5", DataConverter = JsonDataConverter.Default };

        Assert.Throws<InvalidOperationException>(() => bare.ReadInputAs<int>());
        Assert.Throws<InvalidOperationException>(() => bare.ReadOutputAs<int>());
        Assert.Throws<InvalidOperationException>(() => bare.ReadCustomStatusAs<int>());
        Assert.True(bare.IsCompleted);
        Assert.Equal(5, full.ReadInputAs<int>());
        Assert.Equal(0, full.ReadOutputAs<int>());
        Assert.True(full.IsRunning);
    }

    [Fact]
    public void An_entity_id_has_a_name_without_case_and_a_key_with_case()
    {
        var id = new EntityInstanceId("Counter", "Key1");

        Assert.Equal("@counter@Key1", id.ToString());
        Assert.Equal(id, EntityInstanceId.FromString("@COUNTER@Key1"));
        Assert.Equal(id, JsonDataConverter.Default.Deserialize<EntityInstanceId>(JsonDataConverter.Default.Serialize(id)));
        Assert.Throws<ArgumentException>(() => new EntityInstanceId("a@b", "k"));
        Assert.Throws<ArgumentException>(() => EntityInstanceId.FromString("counter"));
    }

    [Fact]
    public void Json_keeps_names_and_fields_and_null()
    {
        Assert.Null(JsonDataConverter.Default.Serialize(null));
        Assert.Null(JsonDataConverter.Default.Deserialize<string>(null));
        Assert.Equal("""{"Item1":1,"Item2":"a"}""", JsonDataConverter.Default.Serialize((1, "a")));
    }

    [Fact]
    public async Task Pages_are_fetched_until_there_is_no_token()
    {
        List<string?> asked = [];
        var pageable = Pageable.Create<int>((token, _) =>
        {
            asked.Add(token);
            return Task.FromResult(token is null ? new Page<int>([1, 2], "next") : new Page<int>([3]));
        });

        List<int> got = [];
        await foreach (var item in pageable)
        {
            got.Add(item);
        }

        Assert.Equal([1, 2, 3], got);
        Assert.Equal([null, "next"], asked);
    }

    private static TimeSpan? Seconds(int? value) => value is { } v ? TimeSpan.FromSeconds(v) : null;

    private sealed class EntityOperationTestException : InvalidOperationException;
}
