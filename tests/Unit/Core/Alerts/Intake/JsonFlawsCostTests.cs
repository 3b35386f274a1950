using System.Text.Json;
using OpsAutomation.Core.Alerts.Intake;

namespace OpsAutomation.Unit.Core.Alerts.Intake;

public sealed class JsonFlawsCostTests
{
    [Fact]
    public void A_long_name_over_many_values_costs_no_more_than_its_size()
    {
        // 1 MB: written out for each value, the paths alone would be a hundred gigabytes.
        var name = new string('k', 500_000);
        using var document = JsonDocument.Parse($$"""{"{{name}}":[{{string.Join(',', Enumerable.Repeat('0', 250_000))}}]}""");

        var before = GC.GetAllocatedBytesForCurrentThread();
        var flaw = JsonFlaws.Find(document.RootElement);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Null(flaw);
        Assert.InRange(allocated, 0, 100_000_000);
    }

    [Fact]
    public void The_path_of_a_flaw_is_told_as_before()
    {
        using var document = JsonDocument.Parse("""{"a":[{"b":1},{"c":{"d":1,"d":2}}]}""");
        Assert.Equal("a[1].c.d", JsonFlaws.Find(document.RootElement)!.Path);
    }
}
