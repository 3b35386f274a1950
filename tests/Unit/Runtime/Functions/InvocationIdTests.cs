using OpsAutomation.Runtime.Functions.Invocation;

namespace OpsAutomation.Unit.Runtime.Functions;

public sealed class InvocationIdTests
{
    [Fact]
    public void The_same_seed_gives_the_same_ids_and_no_id_comes_twice()
    {
        var (first, second, free) = (new InvocationIds(5), new InvocationIds(5), new InvocationIds(null));

        var ids = Enumerable.Range(0, 100).Select(_ => first.Next()).ToList();

        Assert.Equal(ids, Enumerable.Range(0, 100).Select(_ => second.Next()));
        Assert.Equal(200, ids.Concat(Enumerable.Range(0, 100).Select(_ => free.Next())).Distinct().Count());
    }
}
