using OpsAutomation.Runtime.Durable.Replay;

namespace OpsAutomation.Unit.Runtime.Durable;

public sealed class DeterministicGuidTests
{
    [Fact]
    public void Ids_are_version_5_uuids_in_the_namespace_of_Durable_Task()
    {
        var time = new DateTime(2026, 3, 1, 8, 0, 0, DateTimeKind.Utc);

        // Expected value from Python: uuid.uuid5(namespace, 'abc_2026-03-01T08:00:00.0000000Z_0').
        Assert.Equal(new Guid("511b5a0b-95ef-5ef5-b37a-69059f813183"), DeterministicGuid.Create("abc", time, 0));
    }
}
