using System.Reflection;
using OpsAutomation.Testing;

namespace OpsAutomation.Unit.WorkerApi;

/// <summary>The embedded flavor's API against the copy of the published one that the repository keeps.</summary>
public class ApiConformanceTests
{
    private const string WorkerApi = "OpsAutomation.WorkerApi";
    private const string MonitorQuery = "OpsAutomation.MonitorQuery";

    [Theory]
    [InlineData(WorkerApi)]
    [InlineData(MonitorQuery)]
    public void Nothing_differs_from_the_published_api(string assembly)
    {
        var offered = ApiRenderer.Lines(Assembly.Load(assembly)).ToList();

        Assert.NotEmpty(offered);
        var differences = ApiComparison.Differences(Published(), offered);
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Fact]
    public void The_copy_has_nothing_that_no_assembly_declares_a_type_for()
    {
        string[] assemblies = [WorkerApi, MonitorQuery];
        var declared = assemblies.SelectMany(a => ApiRenderer.Lines(Assembly.Load(a))).Select(TypeOf).ToHashSet(StringComparer.Ordinal);

        Assert.DoesNotContain(Published(), line => !declared.Contains(TypeOf(line)));
    }

    [Theory]
    [InlineData("bool preserveUnprocessedEvents = true", "bool preserveUnprocessedEvents = false", "differs")]
    [InlineData("TimeSpan? maxRetryInterval = null", "TimeSpan? maxInterval = null", "differs")]
    [InlineData("| Terminated=5", "| Terminated=4", "differs")]
    [InlineData("public abstract T? GetInput<T>()", "public abstract T GetInput<T>()", "differs")]
    [InlineData("public abstract Guid NewGuid()", "public virtual Guid NewGuid()", "differs")]
    [InlineData("public string? Route { get; set; }", "public string? Route { get; init; }", "differs")]
    [InlineData("[AttributeUsage(Property, AllowMultiple=false,", "[AttributeUsage(Property, AllowMultiple=true,", "differs")]
    [InlineData("Task<bool> AsyncRetryHandler", "Task<int> AsyncRetryHandler", "differs")]
    [InlineData("Microsoft.DurableTask.Client | PurgeResult", "Microsoft.DurableTask | PurgeResult", "not published")]
    [InlineData("NewGuid()", "MakeGuid()", "not published")]
    public void A_wrong_line_is_reported(string right, string wrong, string how)
    {
        var offered = ApiRenderer.Lines(Assembly.Load(WorkerApi)).ToList();
        var mutated = offered.Select(line => line.Replace(right, wrong, StringComparison.Ordinal)).ToList();

        Assert.NotEqual(offered, mutated);
        Assert.Contains(
            ApiComparison.Differences(Published(), mutated),
            d => d.StartsWith(how, StringComparison.Ordinal) && d.Contains(wrong, StringComparison.Ordinal));
    }

    [Fact]
    public void A_lacking_overload_is_reported()
    {
        var offered = ApiRenderer.Lines(Assembly.Load(WorkerApi)).ToList();
        var gone = offered.Single(line => line.Contains("CreateTimer(TimeSpan delay", StringComparison.Ordinal));

        var difference = Assert.Single(ApiComparison.Differences(Published(), offered.Where(line => line != gone)));
        Assert.Equal($"overload lacking: {gone}", difference);
    }

    [Fact]
    public void A_member_that_is_lacking_altogether_is_allowed()
    {
        var offered = ApiRenderer.Lines(Assembly.Load(WorkerApi))
            .Where(line => !line.Contains("CreateTimer(", StringComparison.Ordinal));

        Assert.Empty(ApiComparison.Differences(Published(), offered));
    }

    private static string TypeOf(string line) => string.Join(" | ", line.Split(" | ", 3)[..2]);

    private static List<string> Published() =>
        [.. File.ReadLines(Path.Combine(Checkout.Root, "local", "WorkerApi", "reference-api.txt"))
            .Where(line => line.Length > 0 && !line.StartsWith('#'))];
}
