using OpsAutomation.Integrations.Arm;

namespace OpsAutomation.Unit.Integrations.Arm;

public sealed class OperationIdsTests
{
    [Fact]
    public void The_same_operation_has_the_same_request_id_and_another_one_another()
    {
        Assert.Equal(OperationIds.RequestId("INC-1/scale-out/1"), OperationIds.RequestId("INC-1/scale-out/1"));
        Assert.NotEqual(OperationIds.RequestId("INC-1/scale-out/1"), OperationIds.RequestId("INC-1/scale-out/2"));
    }
}
